package dev.forewarn.delivery;

import dev.forewarn.delivery.LaneReading.Read;
import dev.forewarn.delivery.LaneStore.Held;
import dev.forewarn.delivery.LaneStore.Lane;
import dev.forewarn.delivery.LaneStore.Release;
import dev.forewarn.delivery.LaneStore.Served;
import dev.forewarn.delivery.LaneStore.Waiting;
import dev.forewarn.loop.Loop;
import dev.forewarn.notice.Notice;
import dev.forewarn.subscription.Target;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Turns what waits and is due into attempts, subscription by subscription.
 *
 * <pre>
 *   lanes due ─▶ leased ─▶ targets and notices read ─▶ attempts ─▶ outcomes written ─▶ released
 * </pre>
 */
@Singleton
class LaneWork implements LaneRun.Owner {

    // How many times as many lanes as are worked on may linger.
    private static final int MOST_LINGERING = 10;
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final Logger LOG = Logger.getLogger(LaneWork.class);

    private final LaneStore store;
    private final LaneReading reading;
    private final HealthReports reports;
    private final Retention retention;
    private final Dispatcher dispatcher;
    private final DeliverySettings settings;
    private final InstantSource wall;
    private final Loop loop;
    // Each has its own subscriptions. While one waits for its commit, the other writes.
    private final List<Settling<Served>> outcomes;
    private final Settling<Release> releases;
    private final Set<Held> running = ConcurrentHashMap.newKeySet();
    private final Set<Held> lingering = ConcurrentHashMap.newKeySet();

    LaneWork(
            Vertx vertx,
            LaneStore store,
            LaneReading reading,
            HealthReports reports,
            Retention retention,
            Dispatcher dispatcher,
            DeliverySettings settings,
            InstantSource wall) {
        this.store = store;
        this.reading = reading;
        this.reports = reports;
        this.retention = retention;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.wall = wall;
        this.loop = new Loop(vertx, "lanes", this::step);
        this.outcomes = List.of(settling(vertx), settling(vertx));
        outcomes.forEach(each -> each.onWritten(dispatcher::written));
        dispatcher.countUnwritten(this::unwritten);
        this.releases = new Settling<>(vertx, "releasing lanes", settings, this::release, each -> forget(each.lane()));
    }

    private Settling<Served> settling(Vertx vertx) {
        return new Settling<>(vertx, "settling lanes", settings, this::settle, each -> each.settled()
                .done()
                .run());
    }

    private int unwritten() {
        return outcomes.get(0).backlog() + outcomes.get(1).backlog();
    }

    void start() {
        outcomes.forEach(Settling::start);
        releases.start();
        loop.start();
    }

    /** Something may be due. */
    void wake() {
        loop.wake();
    }

    /** Takes no other lane. */
    Uni<Void> stop() {
        return loop.stop();
    }

    /** Writes what is left to be written, and gives every lane back. */
    Uni<Void> flush() {
        return outcomes.get(0)
                .stop()
                .chain(outcomes.get(1)::stop)
                .chain(releases::stop)
                .chain(() -> giveBack(Set.copyOf(running)));
    }

    private Uni<Void> giveBack(Collection<Held> lanes) {
        List<Release> given =
                lanes.stream().map(lane -> new Release(lane, Instant.EPOCH)).toList();
        return given.isEmpty() ? Uni.createFrom().voidItem() : store.release(given);
    }

    private Uni<Duration> step() {
        int room = room();
        return room > 0 && unwritten() < Dispatcher.MOST_UNWRITTEN
                ? store.claim(room).flatMap(lanes -> begin(lanes, room))
                : Uni.createFrom().item(settings.pollInterval());
    }

    /** Those that linger cost little but memory. */
    private int room() {
        int busy = running.size() - lingering.size();
        return Math.min(settings.lanes() - busy, MOST_LINGERING * settings.lanes() - running.size());
    }

    private Uni<Duration> begin(List<Lane> lanes, int room) {
        if (lanes.isEmpty()) {
            return Uni.createFrom().item(settings.pollInterval());
        }
        lanes.forEach(lane -> running.add(held(lane)));
        return reading.read(lanes)
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .fail()
                .invoke(read -> dispatcher.execute(() -> lanes.forEach(lane -> beginOrLeave(lane, read))))
                .onFailure()
                // Given back as soon as PostgreSQL answers again.
                .invoke(() -> lanes.forEach(lane -> released(held(lane), Instant.EPOCH)))
                .replaceWith(lanes.size() == room ? Duration.ZERO : settings.pollInterval());
    }

    private static Held held(Lane lane) {
        return new Held(lane.subscription(), lane.claim());
    }

    /** What is wrong with one must not keep the others from being begun. */
    private void beginOrLeave(Lane lane, Read read) {
        try {
            begin(lane, read);
        } catch (RuntimeException e) {
            LOG.errorf(e, "what waits for subscription %d can't be begun", lane.subscription());
            released(held(lane), wall.instant().plus(AFTER_FAULT));
        }
    }

    private void begin(Lane lane, Read read) {
        Instant startUntil = lane.begun().plus(settings.startWithin());
        Settling<Served> settling = outcomes.get((int) (lane.subscription() % outcomes.size()));
        LaneRun run = new LaneRun(lane, dispatcher, settling, wall, this);
        Optional<Target> target = Optional.ofNullable(read.targets().get(lane.subscription()));
        List<Waiting> due = target.isPresent() ? kept(lane.due()) : List.of();
        run.begin(
                due.stream()
                        .map(waiting -> job(target.orElseThrow(), waiting, read, startUntil, run))
                        .toList(),
                due.stream().map(Waiting::dueAt).toList());
    }

    /** What is older is about to be forgotten: its day could not be written to any more. */
    private List<Waiting> kept(List<Waiting> due) {
        return due.stream().filter(waiting -> retention.keeps(waiting.day())).toList();
    }

    private static Job job(Target target, Waiting waiting, Read read, Instant startUntil, LaneRun run) {
        Notice notice =
                Optional.ofNullable(read.notices().get(waiting.position())).orElseThrow();
        Job.Message message = new Job.Message(
                notice.position(),
                notice.id(),
                notice.body(),
                waiting.day(),
                notice.deadline(),
                notice.countdown(),
                notice.raisedAt());
        // One that is voided or acknowledged is looked at again, and found to be so.
        Instant readAt = notice.voided() ? Instant.EPOCH : notice.readAt();
        Job job = new Job(target, message, waiting.tries(), readAt, notice.readAt(), startUntil, run);
        boolean acknowledged =
                job.reminded().filter(read.acknowledged()::contains).isPresent();
        return acknowledged ? job.seen(readAt, target, Instant.EPOCH) : job;
    }

    @Override
    public void released(Held lane, Instant notBefore) {
        releases.add(new Release(lane, notBefore));
    }

    @Override
    public void lingers(Held lane, boolean now) {
        if (now) {
            lingering.add(lane);
            loop.wake();
        } else {
            lingering.remove(lane);
        }
    }

    private void forget(Held lane) {
        lingering.remove(lane);
        running.remove(lane);
    }

    private Uni<Void> settle(List<Served> served) {
        List<Settled> settled = served.stream().map(Served::settled).toList();
        return store.settle(served)
                .chain(() -> reports.report(settled))
                // Last of all: what fails, or takes too long, is written again, and must be said to be
                // written only once.
                .invoke(() -> settled.forEach(each -> each.done().run()));
    }

    private Uni<Void> release(List<Release> lanes) {
        return store.release(lanes).invoke(() -> {
            lanes.forEach(each -> forget(each.lane()));
            loop.wake();
        });
    }
}
