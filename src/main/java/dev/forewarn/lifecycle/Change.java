package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an event did to one cutoff, and what follows from it.
 *
 * @param before empty if nothing had been said of the cutoff
 * @param cause the event, which may have been about a cutoff that this one's date hangs on
 */
record Change(Optional<Cutoff> before, Cutoff after, EventRef cause) {

    /** Whether it is a new revision, to be kept in the history. */
    boolean revised() {
        return before.map(Cutoff::revision).orElse(0) != after.revision();
    }

    /**
     * @param scheduled what was due next before the change
     * @param now by the calendar
     */
    Consequences consequences(Optional<Due> scheduled, Instant now) {
        boolean pushed = !history(now);
        List<Draft> notices = new ArrayList<>();
        told().ifPresent(kind -> notices.add(Draft.change(kind, after, previous(kind), cause, voids(), pushed)));
        if (conflictsArose()) {
            notices.add(
                    Draft.change(NoticeKind.CONFLICTED, after, Optional.empty(), cause, Draft.Voids.NOTHING, pushed));
        }
        if (!moved()) {
            return new Consequences(notices, scheduled.flatMap(due -> Ladder.again(after, due)));
        }
        overdue(now, pushed).ifPresent(notices::add);
        return new Consequences(notices, Ladder.next(after, now));
    }

    private Optional<NoticeKind> told() {
        if (!revised()) {
            return Optional.empty();
        }
        if (after.withdrawn()) {
            return Optional.of(NoticeKind.WITHDRAWN);
        }
        return Optional.of(standingBefore().isEmpty() ? NoticeKind.ANNOUNCED : NoticeKind.REVISED);
    }

    private Optional<Cutoff> previous(NoticeKind kind) {
        return kind == NoticeKind.ANNOUNCED ? Optional.empty() : before;
    }

    private Draft.Voids voids() {
        return moved() ? Draft.Voids.ALL : Draft.Voids.NOTHING;
    }

    /** Whether the date, its certainty or its being there at all is another; not so if only the replacement is. */
    private boolean moved() {
        return revised()
                && (after.withdrawn()
                        || standingBefore().map(after.standing()::movedFrom).orElse(true));
    }

    private boolean conflictsArose() {
        var windows = after.standing().conflictingWindows();
        return !windows.isEmpty()
                && !standingBefore()
                        .map(Standing::conflictingWindows)
                        .map(windows::equals)
                        .orElse(false);
    }

    /** What should have been told before the date was known: that it is over, or the most urgent reminder. */
    private Optional<Draft> overdue(Instant now, boolean pushed) {
        return after.window().flatMap(window -> window.endsBy(now) ? reached(window, pushed) : late(window, now));
    }

    private Optional<Draft> reached(Window window, boolean pushed) {
        return window.end()
                .filter(end -> after.committed())
                .map(end -> Draft.reached(after, later(end, cause.time()), pushed));
    }

    private Optional<Draft> late(Window window, Instant now) {
        List<LeadTime> passed = Ladder.passed(window, now);
        if (passed.isEmpty() || !earlier(window)) {
            return Optional.empty();
        }
        LeadTime urgent = passed.get(passed.size() - 1);
        Instant at = later(urgent.dueAt(window), cause.time());
        return Optional.of(Draft.reminder(after, at, new Draft.Reminder(urgent, true, passed), true));
    }

    /** Whether there was no date before, or a later one. */
    private boolean earlier(Window window) {
        return standingBefore()
                .flatMap(Standing::window)
                .map(old -> window.start().isBefore(old.start()))
                .orElse(true);
    }

    /** Whether it only tells of what is over already, and was before. */
    private boolean history(Instant now) {
        boolean overBefore = standingBefore()
                .map(standing ->
                        standing.window().map(window -> window.endsBy(now)).orElse(false))
                .orElse(true);
        boolean overAfter = after.withdrawn()
                || after.window().map(window -> window.endsBy(now)).orElse(false);
        return overBefore && overAfter;
    }

    private Optional<Standing> standingBefore() {
        return before.filter(cutoff -> !cutoff.withdrawn()).map(Cutoff::standing);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
