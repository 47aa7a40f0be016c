package dev.forewarn.notice;

import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.subscription.Interest;
import java.util.List;

/** What a subscription must have picked to be told of a notice. */
final class Interests {

    private Interests() {}

    static Interest of(Draft draft) {
        return of(draft.cutoff().key(), draft.kind(), leadTimes(draft));
    }

    static Interest of(CutoffKey key, NoticeKind kind, int leadTimes) {
        return new Interest(
                key.subject(),
                key.milestone(),
                key.scope().channel(),
                key.scope().region(),
                kind,
                leadTimes);
    }

    /** Bits by ordinal; 0 for what is no reminder. */
    static int leadTimes(Draft draft) {
        return draft.reminder().map(Draft.Reminder::audience).orElse(List.of()).stream()
                .mapToInt(LeadTime::ordinal)
                .reduce(0, (mask, rung) -> mask | 1 << rung);
    }
}
