package dev.forewarn.console;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** An instant, for a page: as machines read it, and in words. */
public record Moment(Instant at) {

    static Optional<Moment> of(Optional<Instant> at) {
        return at.map(Moment::new);
    }

    /** For the attribute {@code datetime}. */
    public String iso() {
        return at.toString();
    }

    /** In UTC. */
    public String text() {
        return Wording.instant(at.truncatedTo(ChronoUnit.SECONDS));
    }
}
