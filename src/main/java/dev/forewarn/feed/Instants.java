package dev.forewarn.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Instants as a query names them. */
final class Instants {

    /** Before everything that can be stored. */
    static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    /** After everything that can be stored. */
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Instants() {}

    /**
     * An instant, or the first instant of a date in UTC.
     *
     * @throws IllegalArgumentException if it is neither, or can't be stored
     */
    static Instant parse(String text) {
        try {
            return inRange(text.contains("T") ? Instant.parse(text) : startOf(LocalDate.parse(text)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be a date such as 2026-09-24, or an instant such as 2026-09-24T17:00:00Z", e);
        }
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant inRange(Instant at) {
        if (at.isBefore(FIRST) || at.isAfter(LAST)) {
            throw new DateTimeException("out of range");
        }
        return at;
    }
}
