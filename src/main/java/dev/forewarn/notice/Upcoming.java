package dev.forewarn.notice;

import dev.forewarn.ledger.CutoffView.WindowView;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Due;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.NoticeKind;
import java.time.Instant;
import java.util.Optional;

/**
 * A notice to come, if nothing changes.
 *
 * @param dueAt by the calendar
 * @param daysLeft when it is due, to the start in the cutoff's zone
 * @param acknowledged whether the subscription is not sent it, because it has acknowledged the cutoff
 */
public record Upcoming(
        Instant dueAt, NoticeKind kind, Optional<LeadTime> leadTime, int daysLeft, boolean acknowledged, About cutoff) {

    /** @param name of the subject */
    public record About(
            CutoffId id,
            CutoffKey key,
            String name,
            Effective effective,
            Optional<WindowView> window,
            Certainty certainty,
            int revision) {

        static About of(Cutoff cutoff) {
            return new About(
                    cutoff.id(),
                    cutoff.key(),
                    cutoff.standing().subject().name(),
                    cutoff.standing().effective(),
                    cutoff.window().map(WindowView::of),
                    cutoff.standing().certainty(),
                    cutoff.revision());
        }
    }

    static Upcoming of(Cutoff cutoff, Due due, boolean acknowledged) {
        return new Upcoming(
                due.at(),
                due.leadTime().isPresent() ? NoticeKind.APPROACHING : NoticeKind.REACHED,
                due.leadTime(),
                cutoff.window().map(window -> window.daysLeft(due.at())).orElse(0),
                acknowledged,
                About.of(cutoff));
    }

    SchedulePlace place() {
        return new SchedulePlace(dueAt, cutoff.id().value(), leadTime.map(LeadTime::ordinal));
    }
}
