package dev.forewarn.delivery;

import dev.forewarn.delivery.FanoutStore.Progress;
import dev.forewarn.notice.Fanout;
import dev.forewarn.subscription.Audience.Chunk;
import dev.forewarn.watch.Ids;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * A fan-out on its way through its chunks. Used on the dispatcher's thread.
 *
 * <pre>
 *   read a chunk ─▶ IN HAND ─▶ all before it are answered, or lag ─▶ still held? ─▶ attempts ─▶ outcomes written
 *        ▲                                                              │                            │
 *        └──────────────────────── the next chunk ◀─────────────────────┘          those before it, too
 *                                                                                                    │
 *                                                                left ◀─ last ─┬─ cursor written ◀───┘
 * </pre>
 *
 * The next chunk is read while the one before it is told, and begun when nothing is left of that but requests that lag:
 * neither the reading nor the writing is waited for. The cursor is written behind what is written. Whoever takes the
 * fan-out over goes on behind the cursor, and leaves out those who have had theirs.
 */
final class FanoutCourse {

    private static final Logger LOG = Logger.getLogger(FanoutCourse.class);

    // How many chunks wait at most for requests that lag.
    private static final int MOST_AHEAD = 64;

    private final Steps steps;
    private final Deque<Part> runs = new ArrayDeque<>();
    // As its row is known to be.
    private volatile Fanout fanout;
    private Lookahead ahead;
    private Optional<InHand> inHand = Optional.empty();
    private boolean reading;
    private boolean asking;
    private boolean advancing;
    private boolean left;
    private boolean lingering;

    /** Up to where chunks were read. */
    private record Lookahead(long upTo, boolean last) {}

    /**
     * A chunk that was read and not begun.
     *
     * @param after behind which it begins
     * @param at when it was read
     * @param had who has had theirs from an earlier holder
     */
    private record InHand(long after, Chunk chunk, Instant at, Set<Long> had) {}

    /** The attempts of one chunk. */
    interface Part {

        Chunk chunk();

        /**
         * Begins them, but for those that were made by an earlier holder.
         *
         * @param chunkAt when it was read
         */
        void begin(Set<Long> had, Instant chunkAt, Instant startUntil);

        /** Whether all outcomes are written. */
        boolean settled();

        /** Whether nothing is left of it but requests that lag, if anything. */
        boolean answered();

        /** Whether it waits for requests that lag, and for nothing else. */
        boolean lingers();
    }

    /** What is done elsewhere; each is answered on the dispatcher's thread. */
    interface Steps {

        /** Answered by {@link #found} or {@link #notFound}. */
        void read(FanoutCourse course, Fanout behind);

        /**
         * Whether nobody has taken it over, once there is room for more attempts: answered by {@link #held} or
         * {@link #notAsked}.
         */
        void ask(FanoutCourse course);

        /** The attempts of a chunk; {@link #goOn} is told when they have come to something. */
        Part run(FanoutCourse course, Chunk chunk);

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
            begin();
            read();
            linger();
        }
    }

    /** How many are in hand. */
    int inHand() {
        return inHand.map(next -> next.chunk().targets().size()).orElse(0);
    }

    /** Whether what is in hand begins at its cursor: it was held when that was written. */
    boolean atCursor() {
        return inHand.filter(next -> next.after() == fanout.lease().after()).isPresent();
    }

    private void advance() {
        Optional<Part> done = Optional.empty();
        while (!advancing && !runs.isEmpty() && runs.element().settled()) {
            done = Optional.of(runs.remove());
        }
        done.ifPresent(run -> {
            advancing = true;
            steps.advance(
                    this, new Progress(fanout, run.chunk().upTo(), run.chunk().last()));
        });
    }

    private void begin() {
        boolean free = runs.stream().allMatch(Part::answered) && runs.size() < MOST_AHEAD;
        if (free && !asking && inHand.isPresent()) {
            asking = true;
            steps.ask(this);
        }
    }

    private void start() {
        InHand next = inHand.orElseThrow();
        inHand = Optional.empty();
        try {
            Part run = steps.run(this, next.chunk());
            runs.add(run);
            run.begin(next.had(), next.at(), startUntil());
            // There may be nobody who takes it.
            advance();
        } catch (RuntimeException e) {
            // What is wrong with one must not keep the others from going on.
            String notice = fanout.noticeId();
            Ids.with(Map.of(Ids.NOTICE, notice), () -> LOG.errorf(e, "the fan-out of %s is left to its lease", notice));
            leave();
        }
    }

    private void read() {
        if (inHand.isEmpty() && !reading && !ahead.last()) {
            reading = true;
            steps.read(this, fanout.upTo(ahead.upTo(), fanout.lease().until()));
        }
    }

    private void linger() {
        // Those that are written may stand behind one that lags.
        boolean lingers = !reading
                && !asking
                && !advancing
                && runs.stream().anyMatch(Part::lingers)
                && runs.stream().allMatch(run -> run.settled() || run.lingers());
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
        inHand = Optional.of(new InHand(ahead.upTo(), chunk, at, had));
        ahead = new Lookahead(chunk.upTo(), chunk.last());
        goOn();
    }

    /** @param again whether to try again; otherwise it is left to its lease */
    void notFound(boolean again) {
        reading = false;
        goOn(again);
    }

    /** @param held whether it is still this replica's */
    void held(boolean held) {
        asking = false;
        if (!held) {
            leave();
        } else if (!left) {
            start();
            goOn();
        }
    }

    /** @param again as of {@link #notFound} */
    void notAsked(boolean again) {
        asking = false;
        // A cursor that is on its way makes the lease longer, or tells that it is lost.
        if (again || !advancing) {
            goOn(again);
        }
    }

    private void goOn(boolean again) {
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
        if (!left) {
            left = true;
            steps.left(this);
        }
    }
}
