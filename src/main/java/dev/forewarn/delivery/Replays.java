package dev.forewarn.delivery;

import dev.forewarn.delivery.ReplayStore.Replay;
import dev.forewarn.delivery.Requeue.Place;
import dev.forewarn.loop.Loop;
import dev.forewarn.notice.Backlog;
import dev.forewarn.notice.Backlog.Useful;
import dev.forewarn.subscription.Taste;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sends what was missed, part by part; whose replay has waited longest has the next turn.
 *
 * <pre>
 *   asked for ─▶ leased ─▶ a part read ─▶ what is missing put into the lane ─┬─ last ─▶ gone
 *      ▲                                                                     │
 *      └─────────── given back; later if a fan-out is in the way ◀───────────┘
 * </pre>
 *
 * A failure anywhere leaves the part to its lease: whoever finds it then does it again, which changes nothing twice.
 */
@Singleton
class Replays {

    private static final int PART = 1_000;

    private final ReplayStore store;
    private final Backlog backlog;
    private final Taste taste;
    private final Retention retention;
    private final LaneWork lanes;
    private final DeliverySettings settings;
    private final Loop loop;

    Replays(
            Vertx vertx,
            ReplayStore store,
            Backlog backlog,
            Taste taste,
            Retention retention,
            LaneWork lanes,
            DeliverySettings settings) {
        this.store = store;
        this.backlog = backlog;
        this.taste = taste;
        this.retention = retention;
        this.lanes = lanes;
        this.settings = settings;
        this.loop = new Loop(vertx, "replays", this::step);
    }

    void start() {
        loop.start();
    }

    /** Begins no other part. */
    Uni<Void> stop() {
        return loop.stop();
    }

    /** Sends that subscription, soon, what was raised since then and has not arrived. */
    Uni<Void> ask(long subscription, Instant since) {
        return backlog.since(since)
                .flatMap(range -> store.ask(subscription, since, range))
                .invoke(loop::wake);
    }

    private Uni<Duration> step() {
        return store.claim().flatMap(replay -> replay.map(this::part)
                .orElseGet(() -> Uni.createFrom().item(settings.pollInterval())));
    }

    private Uni<Duration> part(Replay replay) {
        Backlog.Range part = replay.part(PART);
        return backlog.useful(part, replay.since())
                .flatMap(useful -> taken(replay, useful))
                .flatMap(places -> store.put(replay, part.last(), places))
                .invoke(this::wake)
                .replaceWith(Duration.ZERO);
    }

    private Uni<List<Place>> taken(Replay replay, List<Useful> useful) {
        return taste.taken(
                        replay.subscription(),
                        useful.stream().map(Useful::interest).toList())
                .map(places -> IntStream.range(0, useful.size())
                        .filter(places::contains)
                        .mapToObj(useful::get)
                        .flatMap(each -> place(each).stream())
                        .toList());
    }

    /** None for what could not be written any more when it ends. */
    private Optional<Place> place(Useful useful) {
        return retention.keeps(useful.day())
                ? Optional.of(new Place(useful.position(), useful.day()))
                : Optional.empty();
    }

    private void wake(boolean put) {
        if (put) {
            lanes.wake();
        }
    }
}
