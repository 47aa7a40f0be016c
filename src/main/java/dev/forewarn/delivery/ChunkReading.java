package dev.forewarn.delivery;

import dev.forewarn.notice.Fanout;
import dev.forewarn.notice.Fanouts;
import dev.forewarn.subscription.Audience.Chunk;
import dev.forewarn.subscription.Target;
import dev.forewarn.watch.Ids;
import io.smallrye.mutiny.Uni;
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
import org.jboss.logging.Logger;

/**
 * Reads the next chunks of fan-outs, what is asked for at about the same time together: a thousand notices that are due at
 * one instant are no thousand statements. Used on the dispatcher's thread.
 *
 * <pre>
 *   asked ─┬─ nobody else had it, at its cursor ─▶ gathered ─▶ read together ─┬─▶ found
 *          ├─ ahead of its cursor ─ still held? ──▶ read alone ───────────────┤
 *          └─ taken over ─ who has had theirs? ───▶ read alone ───────────────┘
 * </pre>
 *
 * What fails is tried again while the lease lasts.
 */
final class ChunkReading {

    private static final Logger LOG = Logger.getLogger(ChunkReading.class);
    private static final long AGAIN_MS = 500;
    private static final int TOGETHER = 32;
    private static final int MOST_SINGLES = 8;
    // A database that is cut off without a word never answers.
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Fanouts fanouts;
    private final FanoutStore store;
    private final Dispatcher dispatcher;
    private final InstantSource wall;
    private final Deque<Asked> gathered = new ArrayDeque<>();
    private final Deque<Asked> single = new ArrayDeque<>();
    private int singles;
    private boolean reading;

    private record Asked(FanoutCourse course, Fanout behind) {}

    ChunkReading(Vertx vertx, Fanouts fanouts, FanoutStore store, Dispatcher dispatcher, InstantSource wall) {
        this.vertx = vertx;
        this.fanouts = fanouts;
        this.store = store;
        this.dispatcher = dispatcher;
        this.wall = wall;
        dispatcher.onRoomier(this::next);
    }

    /** Tells the course what stands behind, or that it could not be found out. */
    void read(FanoutCourse course, Fanout behind) {
        Asked asked = new Asked(course, behind);
        if (behind.takenOver()
                || behind.lease().after() != course.fanout().lease().after()) {
            single.add(asked);
        } else {
            gathered.add(asked);
        }
        // Not at once: others may be about to ask.
        dispatcher.execute(this::next);
    }

    private void next() {
        while (singles < MOST_SINGLES && !single.isEmpty() && !dispatcher.crowded()) {
            singles++;
            alone(single.remove());
        }
        together();
    }

    private void together() {
        if (reading || gathered.isEmpty() || dispatcher.crowded()) {
            return;
        }
        reading = true;
        List<Asked> batch = new ArrayList<>();
        while (batch.size() < TOGETHER && !gathered.isEmpty()) {
            batch.add(gathered.remove());
        }
        Instant at = wall.instant();
        Uni.createFrom()
                .deferred(() -> fanouts.chunks(batch.stream().map(Asked::behind).toList()))
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .fail()
                .subscribe()
                .with(
                        chunks -> dispatcher.execute(() -> found(batch, chunks, at)),
                        failure -> dispatcher.execute(() -> failed(batch, failure)));
    }

    private void found(List<Asked> batch, List<Chunk> chunks, Instant at) {
        reading = false;
        next();
        for (int i = 0; i < batch.size(); i++) {
            found(batch.get(i).course(), chunks.get(i), at);
        }
    }

    /** What is wrong with one must not keep the others from going on. */
    private static void found(FanoutCourse course, Chunk chunk, Instant at) {
        try {
            course.found(chunk, at, Set.of());
        } catch (RuntimeException e) {
            String notice = course.fanout().noticeId();
            Ids.with(Map.of(Ids.NOTICE, notice), () -> LOG.errorf(e, "the fan-out of %s is left to its lease", notice));
            course.notFound(false);
        }
    }

    private void failed(List<Asked> batch, Throwable failure) {
        reading = false;
        next();
        batch.forEach(asked -> notRead(asked.course(), failure));
    }

    private void alone(Asked asked) {
        held(asked)
                .flatMap(held -> held
                        ? chunk(asked)
                        : Uni.createFrom().item(() -> asked.course().notFound(false)))
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .fail()
                .subscribe()
                .with(this::singly, failure -> singly(() -> notRead(asked.course(), failure)));
    }

    private void singly(Runnable task) {
        dispatcher.execute(() -> {
            singles--;
            task.run();
            next();
        });
    }

    /** Behind the cursor it was seen to be when that was written. */
    private Uni<Boolean> held(Asked asked) {
        return asked.behind().lease().after() == asked.course().fanout().lease().after()
                ? Uni.createFrom().item(true)
                : store.isHeld(asked.behind());
    }

    private Uni<Runnable> chunk(Asked asked) {
        Instant at = wall.instant();
        return fanouts.chunks(List.of(asked.behind()))
                .map(chunks -> chunks.get(0))
                .flatMap(chunk -> had(asked.behind(), chunk)
                        .map(had -> () -> asked.course().found(chunk, at, had)));
    }

    private Uni<Set<Long>> had(Fanout fanout, Chunk chunk) {
        List<Long> ids = chunk.targets().stream().map(Target::id).toList();
        return fanout.takenOver() && !ids.isEmpty()
                ? store.had(fanout, ids)
                : Uni.createFrom().item(Set.of());
    }

    private void notRead(FanoutCourse course, Throwable failure) {
        boolean again = wall.instant().isBefore(course.startUntil());
        String notice = course.fanout().noticeId();
        String then = again ? "is tried again" : "waits for its lease to end";
        Ids.with(Map.of(Ids.NOTICE, notice), () -> LOG.warnf("the fan-out of %s %s: %s", notice, then, failure));
        vertx.setTimer(AGAIN_MS, id -> dispatcher.execute(() -> course.notFound(again)));
    }
}
