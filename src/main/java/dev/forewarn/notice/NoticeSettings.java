package dev.forewarn.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How notices are raised and fanned out. */
@ConfigMapping(prefix = "forewarn.notice")
public interface NoticeSettings {

    /** How many cutoffs one sweep takes at most. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int sweepLimit();

    /** How long a sweep or a search for left-over fan-outs rests when nothing wakes it. */
    @WithDefault("PT1S")
    @DurationMin(millis = 1)
    Duration pollInterval();

    /** How many subscriptions a fan-out looks up at a time. */
    @WithDefault("1000")
    @Min(1)
    @Max(10_000)
    int chunk();

    /** How long a replica may keep a fan-out without any progress before another takes it. */
    @WithDefault("PT90S")
    @DurationMin(millis = 1)
    Duration lease();

    /** How many raised notices a replica keeps to fan out itself; the rest is left to whoever is free. */
    @WithDefault("10000")
    @Min(1)
    int queue();
}
