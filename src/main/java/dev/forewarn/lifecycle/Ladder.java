package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The reminders that lead up to a date, and the notice that it was reached. */
public final class Ladder {

    private static final List<LeadTime> RUNGS = List.of(LeadTime.values());

    private Ladder() {}

    /**
     * What is due next for a cutoff, strictly after that instant: the next rung, then the end of the window if it was
     * promised. Nothing for a cutoff that is undated or withdrawn.
     */
    public static Optional<Due> next(Cutoff cutoff, Instant after) {
        return ahead(cutoff, after).stream().findFirst();
    }

    /** All that is due for a cutoff strictly after that instant, soonest first. */
    public static List<Due> ahead(Cutoff cutoff, Instant after) {
        return whole(cutoff).filter(due -> due.at().isAfter(after)).toList();
    }

    /** The same thing again for a cutoff whose date stands, though its days may be counted in another zone now. */
    static Optional<Due> again(Cutoff cutoff, Due scheduled) {
        return from(cutoff, scheduled).findFirst();
    }

    /**
     * All that has come due for a cutoff, after an outage perhaps more than one thing. Each has its notice, as it would
     * have had in time; but of several reminders only the last is pushed, to all who picked one of them.
     *
     * @param first what the cutoff was scheduled for
     */
    public static Consequences raise(Cutoff cutoff, Due first, Instant now) {
        List<Due> ahead = from(cutoff, first).toList();
        List<Due> due =
                ahead.stream().takeWhile(next -> !next.at().isAfter(now)).toList();
        List<LeadTime> rungs =
                due.stream().map(Due::leadTime).flatMap(Optional::stream).toList();
        return new Consequences(
                due.stream().map(each -> draft(cutoff, each, rungs)).toList(),
                ahead.stream().skip(due.size()).findFirst());
    }

    private static Draft draft(Cutoff cutoff, Due due, List<LeadTime> rungs) {
        return due.leadTime()
                .map(rung -> Draft.reminder(
                        cutoff, due.at(), new Draft.Reminder(rung, false, rungs), rung == rungs.get(rungs.size() - 1)))
                .orElseGet(() -> Draft.reached(cutoff, due.at(), true));
    }

    /** The rungs whose time has come at that instant, the most urgent last. */
    static List<LeadTime> passed(Window window, Instant now) {
        return RUNGS.stream().filter(rung -> !rung.dueAt(window).isAfter(now)).toList();
    }

    // By what it is and not by its instant: where a zone has skipped a day, two rungs are due at once.
    private static Stream<Due> from(Cutoff cutoff, Due first) {
        return whole(cutoff).dropWhile(due -> !due.leadTime().equals(first.leadTime()));
    }

    private static Stream<Due> whole(Cutoff cutoff) {
        return cutoff.window().stream().flatMap(window -> Stream.concat(rungs(window), end(cutoff, window).stream()));
    }

    private static Stream<Due> rungs(Window window) {
        return RUNGS.stream().map(rung -> new Due(rung.dueAt(window), Optional.of(rung)));
    }

    private static Optional<Due> end(Cutoff cutoff, Window window) {
        return window.end().filter(end -> cutoff.committed()).map(end -> new Due(end, Optional.empty()));
    }
}
