package dev.forewarn.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A stretch of time.
 *
 * @param start its first instant
 * @param end the first instant after it; empty if it never ends
 * @param zone where its days are counted
 */
public record Window(Instant start, Optional<Instant> end, ZoneId zone) {

    // What PostgreSQL, RFC 3339 and every receiver's date type can hold, with room for a ladder before it.
    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9998, 12, 31);

    public Window {
        Text.require(end.map(start::isBefore).orElse(true), "a window ends after its start");
    }

    /** From the first instant of one day to the first instant of a later one; a day need not begin at midnight. */
    static Window ofDays(LocalDate first, LocalDate end, ZoneId zone) {
        return new Window(
                first.atStartOfDay(zone).toInstant(),
                Optional.of(end.atStartOfDay(zone).toInstant()),
                zone);
    }

    /** A zone that changed sides of the date line has skipped a day. */
    static void checkInCalendar(LocalDate day, ZoneId zone) {
        Text.require(
                day.atStartOfDay(zone).toLocalDate().equals(day), day + " was left out of the calendar of " + zone);
    }

    static void checkRange(LocalDate day) {
        Text.require(!day.isBefore(FIRST) && !day.isAfter(LAST), day + " is not between " + FIRST + " and " + LAST);
    }

    /** An instant as it is kept: PostgreSQL holds microseconds, and what is read back must equal what was said. */
    static Instant kept(Instant at) {
        Text.require(
                !at.isBefore(startOf(FIRST)) && at.isBefore(startOf(LAST.plusDays(1))),
                at + " is not between " + FIRST + " and " + LAST);
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The same stretch, whatever the zone its days are counted in. */
    Window span() {
        return new Window(start, end, ZoneOffset.UTC);
    }

    /** Whether some instant lies in both. */
    public boolean overlaps(Window other) {
        return !endsBy(other.start) && !other.endsBy(start);
    }

    /** Whether it is over at that instant. */
    public boolean endsBy(Instant instant) {
        return end.map(until -> !until.isAfter(instant)).orElse(false);
    }

    /** Whether it has begun at that instant. */
    public boolean startsBy(Instant instant) {
        return !start.isAfter(instant);
    }

    /** Whether it begins no later than so many calendar days, of its zone, from that instant; also if it has begun. */
    public boolean startsWithin(Period ahead, Instant from) {
        LocalDate last = LocalDate.ofInstant(from, zone).plus(ahead);
        return !LocalDate.ofInstant(start, zone).isAfter(last);
    }

    /** Calendar days in this window's zone from that instant's day to the day of the start; 0 if that is past. */
    public int daysLeft(Instant from) {
        long days = ChronoUnit.DAYS.between(LocalDate.ofInstant(from, zone), LocalDate.ofInstant(start, zone));
        return (int) Math.max(0, days);
    }
}
