package dev.forewarn.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** What is taken in. */
@ConfigMapping(prefix = "forewarn.intake")
public interface IntakeSettings {

    /** The largest event, in bytes: a record's value, or one event of a posted batch. */
    @WithDefault("65536")
    @Min(1024)
    int maxEventBytes();

    /** How many events may be posted at once. */
    @WithDefault("1000")
    @Min(1)
    int maxBatch();
}
