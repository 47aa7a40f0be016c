package dev.forewarn.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.Optional;

/** For trials: lets the calendar begin in the past and run fast until it has caught up. */
@ConfigMapping(prefix = "forewarn.calendar")
public interface CalendarSettings {

    /** Where the calendar begins, in the past. Unset: it keeps real time. */
    Optional<Instant> start();

    /** Calendar seconds that pass in one second, at least 1. */
    @WithDefault("1")
    @Min(1)
    double rate();
}
