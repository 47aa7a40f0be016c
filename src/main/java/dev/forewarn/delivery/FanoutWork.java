package dev.forewarn.delivery;

import dev.forewarn.delivery.FanoutStore.Progress;
import dev.forewarn.loop.Loop;
import dev.forewarn.notice.Fanout;
import dev.forewarn.notice.FanoutQueue;
import dev.forewarn.notice.Fanouts;
import dev.forewarn.notice.NoticeSettings;
import dev.forewarn.subscription.Audience;
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

/**
 * Turns leased fan-outs into attempts, some at a time: see {@link FanoutCourse} for the way of each.
 *
 * <p>What fails is tried again while the lease lasts; then the fan-out is left to it, and whoever finds it goes on behind
 * the cursor.
 */
@Singleton
class FanoutWork implements FanoutCourse.Steps {

    private final FanoutQueue queue;
    private final Fanouts fanouts;
    private final FanoutStore store;
    private final ChunkReading chunks;
    private final Dispatcher dispatcher;
    private final DeliverySettings settings;
    private final NoticeSettings noticeSettings;
    private final DeliveryMetrics metrics;
    private final HealthReports reports;
    private final LaneWork lanes;
    private final InstantSource wall;
    private final Loop loop;
    // Two, so that one is written while the other is gathered.
    private final List<Settling<Settled>> outcomes;
    private final Settling<Step> cursors;
    // By position: those begun and not left.
    private final Map<Long, FanoutCourse> running = new ConcurrentHashMap<>();
    private final Set<FanoutCourse> lingering = ConcurrentHashMap.newKeySet();
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
            HealthReports reports,
            LaneWork lanes,
            InstantSource wall) {
        this.queue = queue;
        this.fanouts = fanouts;
        this.store = store;
        this.chunks = new ChunkReading(vertx, new Rows(fanouts, store), dispatcher, wall);
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.noticeSettings = noticeSettings;
        this.metrics = metrics;
        this.reports = reports;
        this.lanes = lanes;
        this.wall = wall;
        this.loop = new Loop(vertx, "fan-out", this::step);
        this.outcomes = List.of(settling(vertx), settling(vertx));
        this.cursors = new Settling<>(vertx, "advancing fan-outs", settings, this::advance, this::refused);
        outcomes.forEach(each -> each.onWritten(dispatcher::written));
        dispatcher.countUnwritten(this::unwritten);
        queue.onWork(loop::wake);
    }

    private Settling<Settled> settling(Vertx vertx) {
        return new Settling<>(vertx, "settling fan-outs", settings, this::settle, each -> each.done()
                .run());
    }

    private int unwritten() {
        return outcomes.get(0).backlog() + outcomes.get(1).backlog();
    }

    private record Rows(Fanouts fanouts, FanoutStore store) implements ChunkReading.Rows {

        @Override
        public Uni<List<Audience.Chunk>> chunks(List<Fanout> behind) {
            return fanouts.chunks(behind);
        }

        @Override
        public Uni<Set<Long>> had(Fanout fanout, List<Long> subscriptions) {
            return store.had(fanout, subscriptions);
        }

        @Override
        public Uni<Boolean> isHeld(Fanout fanout) {
            return store.isHeld(fanout);
        }
    }

    /** A course's progress that is to be written. */
    private record Step(FanoutCourse course, Progress progress) {}

    void start() {
        outcomes.forEach(Settling::start);
        cursors.start();
        loop.start();
    }

    /** Takes no other fan-out. */
    Uni<Void> stop() {
        return loop.stop();
    }

    /** Writes what is left to be written. */
    Uni<Void> flush() {
        return outcomes.get(0)
                .stop()
                .chain(outcomes.get(1)::stop)
                .chain(cursors::stop)
                .chain(() -> putBack(drain()));
    }

    private List<Fanout> drain() {
        List<Fanout> left = new ArrayList<>(
                running.values().stream().map(FanoutCourse::fanout).toList());
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
        while (room() > 0) {
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
            FanoutCourse course = new FanoutCourse(fanout, this);
            running.put(fanout.position(), course);
            dispatcher.execute(course::goOn);
        }
    }

    /** What is begun by then has ended before the lease is over. */
    @Override
    public Instant startUntil(Fanout fanout) {
        return fanout.lease().until().minus(noticeSettings.lease()).plus(settings.startWithin());
    }

    /** That no more is begun than can be written, is seen to where chunks are read and begun. */
    private int room() {
        return settings.fanouts() - running.size() + lingering.size();
    }

    /** Looks for what nobody holds, but not at every wake: it is a query. */
    private Uni<Duration> look() {
        Instant now = wall.instant();
        if (now.isBefore(nextLook)) {
            return Uni.createFrom().item(Duration.between(now, nextLook));
        }
        if (unwritten() >= Dispatcher.MOST_UNWRITTEN) {
            // Others may be able to write.
            return Uni.createFrom().item(settings.pollInterval());
        }
        int room = Math.max(1, room());
        return fanouts.takeOver(room).map(taken -> taken(taken, room));
    }

    private Duration taken(List<Fanout> taken, int room) {
        taken.forEach(fanout -> begin(fanout, new ArrayList<>()));
        nextLook = taken.size() == room ? Instant.MIN : wall.instant().plus(settings.pollInterval());
        return taken.size() == room ? Duration.ZERO : settings.pollInterval();
    }

    @Override
    public void read(FanoutCourse course, Fanout behind) {
        chunks.read(course, behind);
    }

    @Override
    public void ask(FanoutCourse course) {
        chunks.begin(course);
    }

    @Override
    public FanoutRun run(FanoutCourse course, Audience.Chunk chunk) {
        Fanout fanout = course.fanout();
        Settling<Settled> settling = outcomes.get((int) (fanout.position() % outcomes.size()));
        return new FanoutRun(fanout, chunk, dispatcher, settling, metrics, course::goOn);
    }

    @Override
    public void advance(FanoutCourse course, Progress progress) {
        cursors.add(new Step(course, progress));
    }

    @Override
    public void lingers(FanoutCourse course, boolean now) {
        if (now) {
            lingering.add(course);
            loop.wake();
        } else {
            lingering.remove(course);
        }
    }

    @Override
    public void left(FanoutCourse course) {
        lingering.remove(course);
        // Another claim of it may have begun here since.
        running.remove(course.fanout().position(), course);
        loop.wake();
    }

    private Uni<Void> settle(List<Settled> settled) {
        boolean waits = settled.stream().anyMatch(each -> !each.isEnd());
        return store.settle(settled)
                .chain(() -> reports.report(settled))
                // Last of all: what fails, or takes too long, is written again, and must be said to be
                // written only once.
                .invoke(() -> {
                    settled.forEach(each -> each.done().run());
                    if (waits) {
                        lanes.wake();
                    }
                });
    }

    private Uni<Void> advance(List<Step> steps) {
        List<Progress> progress = steps.stream().map(Step::progress).toList();
        Instant leaseUntil = fanouts.leaseUntil(wall.instant());
        return store.advance(progress, leaseUntil)
                .invoke(held -> dispatcher.execute(() -> steps.forEach(step -> advanced(step, leaseUntil, held))))
                .replaceWithVoid();
    }

    private void advanced(Step step, Instant leaseUntil, Set<Long> held) {
        long position = step.course().fanout().position();
        // One that this replica has lost and taken over since is held by its other course.
        boolean ours = held.contains(position) && step.course().equals(running.get(position));
        metrics.advanced(step.progress());
        step.course().advanced(step.progress(), leaseUntil, ours);
    }

    private void refused(Step step) {
        dispatcher.execute(() -> step.course().advanced(step.progress(), Instant.MIN, false));
    }
}
