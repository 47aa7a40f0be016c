package dev.forewarn.intake.imports;

import dev.forewarn.ledger.SourceClaims.Held;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/**
 * When a feed was read.
 *
 * @param at after everything that is known of its source
 */
record Moment(LocalDate day, Instant at) {

    private static final Duration AFTER = Duration.ofMillis(1);

    Instant dayStart() {
        return start(day);
    }

    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * @param day on which it was read, in UTC
     * @param now the calendar
     * @throws OutOfOrder if its source was read on a later day already
     */
    static Moment of(LocalDate day, Instant now, List<Held> held) {
        Instant read = day.equals(LocalDate.ofInstant(now, ZoneOffset.UTC)) ? now : start(day);
        Instant latest =
                held.stream().map(Held::latest).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        LocalDate latestDay = LocalDate.ofInstant(latest, ZoneOffset.UTC);
        if (latestDay.isAfter(day)) {
            throw new OutOfOrder(day, latestDay);
        }
        return new Moment(day, latest.isBefore(read) ? read : latest.plus(AFTER));
    }

    /** Old news can't be told from new: files are read in the order of their days. */
    static final class OutOfOrder extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfOrder(LocalDate day, LocalDate latest) {
            super("This source was read on " + latest + " already; what it said on " + day + " can't follow that.");
        }
    }
}
