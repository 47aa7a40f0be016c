package dev.forewarn.delivery;

import dev.forewarn.loop.EventLoops;
import dev.forewarn.notice.Fanout;
import dev.forewarn.subscription.Audience.Chunk;
import dev.forewarn.subscription.Target;
import dev.forewarn.watch.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reads the next chunks of fan-outs, and says when they may be begun: not while so many wait that others should not be
 * looked for. What is asked for at about the same time is read together: a thousand notices that are due at one instant are
 * no thousand statements. Used on the dispatcher's thread; what is read is made out on another, as there may be much of it.
 *
 * <pre>
 *   asked ─┬─ nobody else had it ─▶ gathered ───────▶ read together ─┬─▶ found
 *          └─ taken over ─ who has had theirs? ───▶ read alone ──────┘
 * </pre>
 *
 * What fails is tried again while the lease lasts.
 */
final class ChunkReading {

    private static final Logger LOG = Logger.getLogger(ChunkReading.class);
    private static final long AGAIN_MS = 500;
    private static final int TOGETHER = 16;
    private static final int MOST_SINGLES = 8;
    // Deliveries that are read and wait to be begun: with more, the last would be old when their turn comes, and would
    // have to be looked at again one by one.
    private static final int MOST_IN_HAND = 2_000;
    // A database that is cut off without a word never answers.
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Context reader;
    private final Rows rows;
    private final Room room;
    private final InstantSource wall;
    private final Deque<Asked> gathered = new ArrayDeque<>();
    private final Deque<Asked> single = new ArrayDeque<>();
    private final Deque<FanoutCourse> ready = new ArrayDeque<>();
    // Deliveries of those that are ready.
    private int inHand;
    private int singles;
    private int beginning;
    private boolean reading;
    private boolean going;

    /** The attempts that are to be begun, and the thread on which this is done. */
    interface Room {

        /** Does something on that thread, later. */
        void execute(Runnable task);

        /** Whether more may be begun. */
        boolean hasRoom();

        /** Sets what is told whenever there is room. */
        void onRoomier(Runnable listener);
    }

    /** What is read. */
    interface Rows {

        /** The next chunk of each, in their order. */
        Uni<List<Chunk>> chunks(List<Fanout> behind);

        /** Which of these have had the notice from an earlier holder. */
        Uni<Set<Long>> had(Fanout fanout, List<Long> subscriptions);

        /** Whether nobody has taken it over. */
        Uni<Boolean> isHeld(Fanout fanout);
    }

    private record Asked(FanoutCourse course, Fanout behind) {}

    ChunkReading(Vertx vertx, Rows rows, Room room, InstantSource wall) {
        this.vertx = vertx;
        this.reader = EventLoops.beside(vertx);
        this.rows = rows;
        this.room = room;
        this.wall = wall;
        room.onRoomier(this::next);
    }

    /** Tells the course what stands behind, or that it could not be found out. */
    void read(FanoutCourse course, Fanout behind) {
        Asked asked = new Asked(course, behind);
        if (behind.takenOver()) {
            single.add(asked);
        } else {
            gathered.add(asked);
        }
        // Not at once: others may be about to ask.
        room.execute(this::next);
    }

    /** What is begun may make room, or ask for more, at once: the round that goes on takes care of that. */
    private void next() {
        if (going) {
            return;
        }
        going = true;
        try {
            while (beginning < MOST_SINGLES && !ready.isEmpty() && room.hasRoom()) {
                FanoutCourse course = ready.remove();
                inHand -= course.inHand();
                ask(course);
            }
            while (singles < MOST_SINGLES && !single.isEmpty() && mayRead()) {
                singles++;
                alone(single.remove());
            }
            if (!reading && !gathered.isEmpty() && mayRead()) {
                together();
            }
        } finally {
            going = false;
        }
    }

    private boolean mayRead() {
        return inHand < MOST_IN_HAND && room.hasRoom();
    }

    private void together() {
        reading = true;
        List<Asked> batch = new ArrayList<>();
        while (batch.size() < TOGETHER && !gathered.isEmpty()) {
            batch.add(gathered.remove());
        }
        Instant at = wall.instant();
        EventLoops.on(
                        reader,
                        () -> rows.chunks(batch.stream().map(Asked::behind).toList()))
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .fail()
                .subscribe()
                .with(
                        chunks -> room.execute(() -> found(batch, chunks, at)),
                        failure -> room.execute(() -> failed(batch, failure)));
    }

    private void found(List<Asked> batch, List<Chunk> chunks, Instant at) {
        reading = false;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).course().found(chunks.get(i), at, Set.of());
        }
        next();
    }

    private void failed(List<Asked> batch, Throwable failure) {
        reading = false;
        next();
        batch.forEach(asked -> notRead(asked.course(), failure));
    }

    private void alone(Asked asked) {
        EventLoops.on(reader, () -> chunk(asked))
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .fail()
                .subscribe()
                .with(this::singly, failure -> singly(() -> notRead(asked.course(), failure)));
    }

    private void singly(Runnable task) {
        room.execute(() -> {
            singles--;
            task.run();
            next();
        });
    }

    private Uni<Runnable> chunk(Asked asked) {
        Instant at = wall.instant();
        return rows.chunks(List.of(asked.behind())).map(chunks -> chunks.get(0)).flatMap(chunk -> had(
                        asked.behind(), chunk)
                .map(had -> () -> asked.course().found(chunk, at, had)));
    }

    private Uni<Set<Long>> had(Fanout fanout, Chunk chunk) {
        List<Long> ids = chunk.targets().stream().map(Target::id).toList();
        return fanout.takenOver() && !ids.isEmpty()
                ? rows.had(fanout, ids)
                : Uni.createFrom().item(Set.of());
    }

    /**
     * Tells the course, once there is room, whether nobody has taken it over, or that it could not be found out; what comes
     * too late to be begun is left to its lease.
     */
    void begin(FanoutCourse course) {
        ready.add(course);
        inHand += course.inHand();
        room.execute(this::next);
    }

    private void ask(FanoutCourse course) {
        if (!wall.instant().isBefore(course.startUntil())) {
            course.notAsked(false);
        } else if (course.atCursor()) {
            course.held(true);
        } else {
            beginning++;
            EventLoops.on(reader, () -> rows.isHeld(course.fanout()))
                    .ifNoItem()
                    .after(ANSWERS_WITHIN)
                    .fail()
                    .subscribe()
                    .with(
                            // There is room for the few that were asked about.
                            held -> answered(() -> course.held(held)),
                            failure -> answered(() -> later(course, failure, course::notAsked)));
        }
    }

    private void answered(Runnable task) {
        room.execute(() -> {
            beginning--;
            task.run();
            next();
        });
    }

    private void notRead(FanoutCourse course, Throwable failure) {
        later(course, failure, course::notFound);
    }

    private void later(FanoutCourse course, Throwable failure, Consumer<Boolean> told) {
        boolean again = wall.instant().isBefore(course.startUntil());
        String notice = course.fanout().noticeId();
        String then = again ? "is tried again" : "waits for its lease to end";
        Ids.with(Map.of(Ids.NOTICE, notice), () -> LOG.warnf("the fan-out of %s %s: %s", notice, then, failure));
        vertx.setTimer(AGAIN_MS, id -> room.execute(() -> told.accept(again)));
    }
}
