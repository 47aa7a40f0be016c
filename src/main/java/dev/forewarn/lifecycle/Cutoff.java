package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.Optional;

/**
 * One subject, milestone and scope, with what counts for it now.
 *
 * @param revision counts the changes of window, certainty, replacement or withdrawal, from 1; goes on after a
 *     withdrawal
 * @param withdrawn whether no claim is left; the standing is then a tombstone without a date
 */
public record Cutoff(CutoffKey key, int revision, boolean withdrawn, Standing standing) {

    public Cutoff {
        Text.require(revision >= 1, "a cutoff's first revision is 1");
    }

    /** What becomes of a cutoff when this counts, or nothing does; the same as before if that changes nothing. */
    static Optional<Cutoff> after(Optional<Cutoff> before, CutoffKey key, Optional<Standing> standing) {
        return before.map(cutoff -> Optional.of(standing.map(cutoff::standingAs).orElseGet(cutoff::takenBack)))
                .orElseGet(() -> standing.map(first -> new Cutoff(key, 1, false, first)));
    }

    private Cutoff standingAs(Standing next) {
        boolean revises = withdrawn || next.revises(standing);
        return new Cutoff(key, revises ? revision + 1 : revision, false, next);
    }

    private Cutoff takenBack() {
        return withdrawn ? this : new Cutoff(key, revision + 1, true, standing.takenBack());
    }

    public CutoffId id() {
        return key.id();
    }

    public Optional<Window> window() {
        return standing.window();
    }

    /** Whether its date is promised. */
    public boolean committed() {
        return standing.certainty() == Certainty.COMMITTED;
    }

    public Status status(Instant now) {
        if (withdrawn) {
            return Status.WITHDRAWN;
        }
        return window().map(window -> status(window, now)).orElse(Status.UNDATED);
    }

    private Status status(Window window, Instant now) {
        if (!window.startsBy(now)) {
            return Status.UPCOMING;
        }
        return committed() && window.endsBy(now) ? Status.PASSED : Status.OPEN;
    }
}
