package dev.forewarn.notice;

import dev.forewarn.ledger.FoldingFailure;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.Draft;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out, for notices raised together, which of them and of the earlier ones each voids. */
final class Raising {

    /**
     * A notice to insert.
     *
     * @param voidedBy the place in this list, from 1, of the one that voids it already
     */
    record Raised(Draft draft, Buffer body, Optional<Integer> voidedBy) {

        /** Whether subscriptions are to be told. */
        boolean fansOut() {
            return draft.pushed() && voidedBy.isEmpty();
        }

        Raised voided(int by) {
            return new Raised(draft, body, Optional.of(by));
        }
    }

    /** An earlier notice that the one at this place, from 1, voids. */
    record Voided(long position, int by) {}

    private final NoticeBody bodies;
    private final Map<CutoffId, List<StandingNotice>> standing = new HashMap<>();
    private final List<Raised> raised = new ArrayList<>();
    private final List<Voided> voided = new ArrayList<>();

    Raising(NoticeBody bodies, List<StandingNotice> standing) {
        this.bodies = bodies;
        standing.forEach(notice -> of(notice.cutoff()).add(notice));
    }

    void raise(List<Draft> drafts) {
        drafts.forEach(this::raise);
    }

    List<Raised> raised() {
        return raised;
    }

    List<Voided> voided() {
        return voided;
    }

    private void raise(Draft draft) {
        List<StandingNotice> earlier = of(draft.cutoff().id());
        List<StandingNotice> gone =
                earlier.stream().filter(notice -> notice.isVoidedBy(draft)).toList();
        earlier.removeAll(gone);
        int place = raised.size() + 1;
        gone.forEach(notice -> markVoided(notice, place));
        Buffer body = FoldingFailure.of(() -> bodies.write(draft, newestFirst(gone)));
        raised.add(new Raised(draft, body, Optional.empty()));
        // One of this list has no position yet: it is known by its place, below zero.
        earlier.add(new StandingNotice(draft.id(), -place, draft.cutoff().id(), draft.kind()));
    }

    private void markVoided(StandingNotice notice, int by) {
        if (notice.position() < 0) {
            raised.set(
                    (int) -notice.position() - 1,
                    raised.get((int) -notice.position() - 1).voided(by));
        } else {
            voided.add(new Voided(notice.position(), by));
        }
    }

    private List<StandingNotice> of(CutoffId cutoff) {
        return standing.computeIfAbsent(cutoff, any -> new ArrayList<>());
    }

    private static List<String> newestFirst(List<StandingNotice> gone) {
        List<String> ids = new ArrayList<>(gone.stream().map(StandingNotice::id).toList());
        Collections.reverse(ids);
        return ids;
    }
}
