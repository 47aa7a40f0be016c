package dev.forewarn.delivery;

import dev.forewarn.delivery.FanoutStore.Progress;
import dev.forewarn.notice.Fanout;
import dev.forewarn.subscription.Audience.Chunk;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * A fan-out on its way through its chunks. Used on the dispatcher's thread.
 *
 * <pre>
 *   read a chunk ─▶ attempts ─▶ outcomes written ─▶ those before it, too ─▶ cursor written ─┬─ last ─▶ left
 *        ▲              │                                                                    │
 *        └── lingers ───┴──────────────────────── the next chunk ◀───────────────────────────┘
 * </pre>
 *
 * A chunk of which only requests that lag are left does not hold up the next; the cursor waits for it. Whoever takes the
 * fan-out over goes on behind the cursor, and leaves out those who have had theirs.
 */
final class FanoutCourse {

    // How many chunks wait at most for requests that lag.
    private static final int MOST_AHEAD = 64;

    private final Steps steps;
    private final Deque<FanoutRun> runs = new ArrayDeque<>();
    // As its row is known to be.
    private volatile Fanout fanout;
    private Lookahead ahead;
    private boolean reading;
    private boolean advancing;
    private boolean left;
    private boolean lingering;

    /** Up to where chunks were read. */
    private record Lookahead(long upTo, boolean last) {}

    /** What is done elsewhere; each is answered on the dispatcher's thread. */
    interface Steps {

        /** Answered by {@link #found} or {@link #notFound}. */
        void read(FanoutCourse course, Fanout behind);

        /** The attempts of a chunk; {@link #goOn} is told when they have come to something. */
        FanoutRun run(FanoutCourse course, Chunk chunk);

        /** When it is too late to begin attempts. */
        Instant startUntil(Fanout fanout);

        /** Answered by {@link #advanced}. */
        void advance(FanoutCourse course, Progress progress);

        /** It has begun, or ceased, to wait for nothing but requests that lag. */
        void lingers(FanoutCourse course, boolean now);

        /** There is nothing more to do with it here. */
        void left(FanoutCourse course);
    }

    FanoutCourse(Fanout fanout, Steps steps) {
        this.fanout = fanout;
        this.ahead = new Lookahead(fanout.lease().after(), false);
        this.steps = steps;
    }

    /** Safe to ask for on any thread. */
    Fanout fanout() {
        return fanout;
    }

    /** When it is too late to begin attempts. */
    Instant startUntil() {
        return steps.startUntil(fanout);
    }

    /** Does whatever can be done now. */
    void goOn() {
        if (!left) {
            advance();
            read();
            linger();
        }
    }

    private void advance() {
        Optional<FanoutRun> done = Optional.empty();
        while (!advancing && !runs.isEmpty() && runs.element().settled()) {
            done = Optional.of(runs.remove());
        }
        done.ifPresent(run -> {
            advancing = true;
            steps.advance(
                    this, new Progress(fanout, run.chunk().upTo(), run.chunk().last()));
        });
    }

    private void read() {
        boolean free = runs.stream().allMatch(run -> run.settled() || run.lingers());
        if (free && !reading && !ahead.last() && runs.size() < MOST_AHEAD) {
            reading = true;
            steps.read(this, fanout.upTo(ahead.upTo(), fanout.lease().until()));
        }
    }

    private void linger() {
        boolean lingers =
                !reading && !advancing && !runs.isEmpty() && runs.stream().allMatch(FanoutRun::lingers);
        if (lingers != lingering) {
            lingering = lingers;
            steps.lingers(this, lingers);
        }
    }

    /**
     * @param at when the chunk was read
     * @param had who has had theirs from an earlier holder
     */
    void found(Chunk chunk, Instant at, Set<Long> had) {
        reading = false;
        ahead = new Lookahead(chunk.upTo(), chunk.last());
        FanoutRun run = steps.run(this, chunk);
        runs.add(run);
        run.begin(had, at, startUntil());
        goOn();
    }

    /** @param again whether to try again; otherwise it is left to its lease */
    void notFound(boolean again) {
        reading = false;
        if (again) {
            goOn();
        } else {
            leave();
        }
    }

    /** @param held whether it is still this replica's */
    void advanced(Progress progress, Instant leaseUntil, boolean held) {
        advancing = false;
        if (held && !progress.last()) {
            fanout = fanout.upTo(progress.upTo(), leaseUntil);
            goOn();
        } else {
            leave();
        }
    }

    private void leave() {
        left = true;
        steps.left(this);
    }
}
