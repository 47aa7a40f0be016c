package dev.forewarn.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the console is used. */
@ConfigMapping(prefix = "forewarn.console")
public interface ConsoleSettings {

    /** How long somebody stays signed in. */
    @WithDefault("PT12H")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration session();
}
