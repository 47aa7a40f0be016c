package dev.forewarn.console;

import dev.forewarn.ledger.CutoffView.WindowView;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.notice.Upcoming;
import java.util.Optional;

/**
 * A notice to come.
 *
 * @param what it tells of: a reminder so many days before, or that it is over
 * @param subject what it is called
 * @param milestone what happens to it
 * @param date when that is
 * @param certainty how sure that is
 * @param acknowledged whether it is not sent, as somebody has migrated
 */
public record Reminder(
        Moment due,
        String what,
        String cutoff,
        String subject,
        String key,
        String milestone,
        String date,
        String certainty,
        boolean acknowledged) {

    static Reminder of(Upcoming upcoming) {
        Upcoming.About about = upcoming.cutoff();
        return new Reminder(
                new Moment(upcoming.dueAt()),
                upcoming.leadTime().map(Reminder::before).orElse("when it is over"),
                about.id().value(),
                about.name(),
                about.key().toString(),
                Wording.of(about.key().milestone()),
                date(about),
                Wording.of(about.certainty()),
                upcoming.acknowledged());
    }

    private static String before(LeadTime rung) {
        return rung == LeadTime.P0D ? Wording.of(rung) : Wording.of(rung) + " before";
    }

    private static String date(Upcoming.About about) {
        boolean derived = Wording.follows(about.effective()).isPresent();
        Optional<String> start =
                about.window().filter(any -> derived).map(WindowView::start).map(Wording::instant);
        return start.orElseGet(() -> Wording.date(about.effective(), Optional.empty()));
    }
}
