package dev.forewarn.notice;

import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Window;
import dev.forewarn.subscription.Countdown;
import dev.forewarn.subscription.Interest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a subscription must have picked to be told of a notice. */
final class Interests {

    private Interests() {}

    static Interest of(Draft draft) {
        return of(
                draft.cutoff().key(),
                draft.kind(),
                leadTimes(draft),
                draft.cutoff().window().map(Window::start));
    }

    /** @param start of the cutoff's window */
    static Interest of(CutoffKey key, NoticeKind kind, int leadTimes, Optional<Instant> start) {
        return new Interest(
                key.subject(),
                key.milestone(),
                key.scope().channel(),
                key.scope().region(),
                kind,
                leadTimes,
                start.filter(any -> countsDown(kind)).map(at -> new Countdown(key.id(), at)));
    }

    /** What tells of the time alone, and not of a change. */
    private static boolean countsDown(NoticeKind kind) {
        return kind == NoticeKind.APPROACHING || kind == NoticeKind.REACHED;
    }

    /** Bits by ordinal; 0 for what is no reminder. */
    static int leadTimes(Draft draft) {
        return draft.reminder().map(Draft.Reminder::audience).orElse(List.of()).stream()
                .mapToInt(LeadTime::ordinal)
                .reduce(0, (mask, rung) -> mask | 1 << rung);
    }
}
