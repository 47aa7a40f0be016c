package dev.forewarn.notice;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.web.Cursor;
import dev.forewarn.web.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A place among the notices to come.
 *
 * @param cutoff of the notice before this place
 * @param rung of that notice, by its ordinal; empty for the end of the window
 */
record SchedulePlace(Instant dueAt, String cutoff, Optional<Integer> rung) implements Comparable<SchedulePlace> {

    private static final String KIND = "schedule";
    private static final String END = "end";
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Comparator<SchedulePlace> ORDER = Comparator.comparing(SchedulePlace::dueAt)
            .thenComparing(SchedulePlace::cutoff)
            .thenComparing(place -> place.rung().orElse(LeadTime.values().length));

    static final SchedulePlace BEGINNING = new SchedulePlace(FIRST, "", Optional.empty());

    /** @throws ProblemException if it is none */
    static SchedulePlace parse(String text) {
        List<String> parts = Cursor.decode(KIND, "cursor", text);
        try {
            return of(parts);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw ProblemException.parameter("cursor", "is not a cursor of this list");
        }
    }

    private static SchedulePlace of(List<String> parts) {
        Instant dueAt = Instant.parse(parts.get(0));
        if (dueAt.isBefore(FIRST) || dueAt.isAfter(LAST)) {
            throw new DateTimeException("out of range");
        }
        Optional<Integer> rung =
                parts.get(2).equals(END) ? Optional.empty() : Optional.of(Integer.valueOf(parts.get(2)));
        return new SchedulePlace(dueAt, new CutoffId(parts.get(1)).value(), rung);
    }

    @Override
    public int compareTo(SchedulePlace other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return Cursor.encode(KIND, dueAt, cutoff, rung.map(Object::toString).orElse(END));
    }
}
