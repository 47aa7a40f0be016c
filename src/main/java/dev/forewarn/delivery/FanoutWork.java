package dev.forewarn.delivery;

import dev.forewarn.delivery.FanoutStore.Progress;
import dev.forewarn.loop.Loop;
import dev.forewarn.notice.Fanout;
import dev.forewarn.notice.FanoutQueue;
import dev.forewarn.notice.Fanouts;
import dev.forewarn.notice.NoticeSettings;
import dev.forewarn.subscription.Audience;
import dev.forewarn.subscription.Target;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Turns leased fan-outs into attempts, some at a time.
 *
 * <pre>
 *   leased ─▶ look up a chunk ─▶ attempts ─▶ outcomes written ─▶ cursor written ─┬─ last ─▶ gone
 *      ▲                                                                          │
 *      └──────────────────────────── the next chunk ◀─────────────────────────────┘
 * </pre>
 *
 * A failure anywhere leaves the fan-out to its lease: whoever finds it then goes on behind the cursor.
 */
@Singleton
class FanoutWork {

    private static final Logger LOG = Logger.getLogger(FanoutWork.class);

    private final FanoutQueue queue;
    private final Fanouts fanouts;
    private final FanoutStore store;
    private final Dispatcher dispatcher;
    private final DeliverySettings settings;
    private final NoticeSettings noticeSettings;
    private final DeliveryMetrics metrics;
    private final LaneWork lanes;
    private final InstantSource wall;
    private final Loop loop;
    private final Settling<Settled> outcomes;
    private final Settling<Progress> cursors;
    // By position: those begun and not finished.
    private final Map<Long, Fanout> running = new ConcurrentHashMap<>();
    private volatile Instant nextLook = Instant.MIN;

    FanoutWork(
            Vertx vertx,
            FanoutQueue queue,
            Fanouts fanouts,
            FanoutStore store,
            Dispatcher dispatcher,
            DeliverySettings settings,
            NoticeSettings noticeSettings,
            DeliveryMetrics metrics,
            LaneWork lanes,
            InstantSource wall) {
        this.queue = queue;
        this.fanouts = fanouts;
        this.store = store;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.noticeSettings = noticeSettings;
        this.metrics = metrics;
        this.lanes = lanes;
        this.wall = wall;
        this.loop = new Loop(vertx, "fan-out", this::step);
        this.outcomes = new Settling<>(vertx, "settling fan-outs", settings, this::settle, each -> each.done()
                .run());
        this.cursors =
                new Settling<>(vertx, "advancing fan-outs", settings, this::advance, each -> leave(each.fanout()));
        queue.onWork(loop::wake);
    }

    void start() {
        outcomes.start();
        cursors.start();
        loop.start();
    }

    /** Begins no other chunk. */
    Uni<Void> stop() {
        return loop.stop();
    }

    /** Writes what is left to be written. */
    Uni<Void> flush() {
        return outcomes.stop().chain(cursors::stop).chain(() -> putBack(drain()));
    }

    private List<Fanout> drain() {
        List<Fanout> left = new ArrayList<>(running.values());
        for (Optional<Fanout> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            left.add(next.get());
        }
        return left;
    }

    private Uni<Void> putBack(List<Fanout> left) {
        return left.isEmpty() ? Uni.createFrom().voidItem() : fanouts.putBack(left);
    }

    private Uni<Duration> step() {
        List<Fanout> stale = new ArrayList<>();
        while (hasRoom()) {
            Optional<Fanout> next = queue.poll();
            if (next.isEmpty()) {
                return putBack(stale).chain(this::look);
            }
            begin(next.get(), stale);
        }
        return putBack(stale).replaceWith(settings.pollInterval());
    }

    private void begin(Fanout fanout, List<Fanout> stale) {
        if (wall.instant().isAfter(startUntil(fanout))) {
            stale.add(fanout);
        } else {
            running.put(fanout.position(), fanout);
            chunk(fanout);
        }
    }

    /** What is begun by then has ended before the lease is over. */
    private Instant startUntil(Fanout fanout) {
        return fanout.lease().until().minus(noticeSettings.lease()).plus(settings.startWithin());
    }

    /** More is not begun than can be written: what is sent and not written is sent again after a crash. */
    private boolean hasRoom() {
        return running.size() < settings.fanouts() && outcomes.backlog() < 2 * settings.settleBatch();
    }

    /** Looks for what nobody holds, but not at every wake: it is a query. */
    private Uni<Duration> look() {
        Instant now = wall.instant();
        if (now.isBefore(nextLook)) {
            return Uni.createFrom().item(Duration.between(now, nextLook));
        }
        int room = settings.fanouts() - running.size();
        return fanouts.takeOver(room).map(taken -> taken(taken, room));
    }

    private Duration taken(List<Fanout> taken, int room) {
        taken.forEach(fanout -> begin(fanout, new ArrayList<>()));
        nextLook = taken.size() == room ? Instant.MIN : wall.instant().plus(settings.pollInterval());
        return taken.size() == room ? Duration.ZERO : settings.pollInterval();
    }

    private void chunk(Fanout fanout) {
        fanouts.chunk(fanout)
                .flatMap(chunk -> had(fanout, chunk).map(had -> new Part(fanout, chunk, had)))
                .subscribe()
                .with(this::submit, failure -> failed(fanout, failure));
    }

    /** Under its lease it is found again. */
    private void failed(Fanout fanout, Throwable failure) {
        LOG.warnf("the fan-out of %s waits for its lease to end: %s", fanout.noticeId(), failure);
        leave(fanout);
    }

    private record Part(Fanout fanout, Audience.Chunk chunk, Set<Long> had) {}

    private Uni<Set<Long>> had(Fanout fanout, Audience.Chunk chunk) {
        List<Long> ids = chunk.targets().stream().map(Target::id).toList();
        return fanout.takenOver() && !ids.isEmpty()
                ? store.had(fanout, ids)
                : Uni.createFrom().item(Set.of());
    }

    private void submit(Part part) {
        FanoutRun run = new FanoutRun(part.fanout(), startUntil(part.fanout()), outcomes, metrics, () -> settled(part));
        List<Job> jobs = run.jobs(part.chunk(), part.had());
        if (jobs.isEmpty()) {
            settled(part);
        } else {
            dispatcher.execute(() -> dispatcher.submit(jobs));
        }
    }

    private void settled(Part part) {
        cursors.add(new Progress(
                part.fanout(), part.chunk().upTo(), part.chunk().last(), fanouts.leaseUntil(wall.instant())));
    }

    private void advanced(Progress progress, Set<Long> held) {
        Fanout fanout = progress.fanout();
        if (held.contains(fanout.position())) {
            chunk(fanout.upTo(progress.upTo(), progress.leaseUntil()));
        } else {
            leave(fanout);
        }
    }

    private void leave(Fanout fanout) {
        // Another claim of it may have begun here since.
        running.computeIfPresent(
                fanout.position(),
                (any, begun) -> begun.lease().claim() == fanout.lease().claim() ? null : begun);
        loop.wake();
    }

    private Uni<Void> settle(List<Settled> settled) {
        boolean waits = settled.stream().anyMatch(each -> !each.isEnd());
        return store.settle(settled).invoke(() -> {
            settled.forEach(each -> each.done().run());
            if (waits) {
                lanes.wake();
            }
        });
    }

    private Uni<Void> advance(List<Progress> progress) {
        return store.advance(progress)
                .invoke(held -> progress.forEach(each -> advanced(each, held)))
                .replaceWithVoid();
    }
}
