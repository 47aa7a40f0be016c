package dev.forewarn.delivery;

import dev.forewarn.loop.Loop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Counts what waits, as far as {@value #MOST}, and looks since when the first of it is due: now and then, whoever reads the metrics. */
@Singleton
class WaitingCount {

    /** Reading more would cost more than it tells. */
    static final int MOST = 100_000;

    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    static final String LOOK =
            """
            select (select count(*) from (
                    select 1 from waiting order by subscription_id, position limit $1) as counted) as waiting,
                (select min(next_at) from lane where next_at is not null) as next""";

    private final Pool pool;
    private final InstantSource wall;
    private final Loop loop;
    private volatile long waiting;
    private volatile Optional<Instant> next = Optional.empty();
    // What nobody has looked at for a while is not known: an old figure would stand beside those of instances that
    // look.
    private volatile Instant knownUntil = Instant.MIN;

    WaitingCount(Vertx vertx, Pool pool, InstantSource wall, Dispatcher dispatcher, MeterRegistry meters) {
        this.pool = pool;
        this.wall = wall;
        this.loop = new Loop(vertx, "the count of what waits", this::step);
        Gauge.builder("forewarn.delivery.waiting", this, count -> count.waiting).register(meters);
        Gauge.builder("forewarn.delivery.overdue.seconds", this, WaitingCount::overdue)
                .register(meters);
        Gauge.builder("forewarn.delivery.in.flight", dispatcher, Dispatcher::inFlight)
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop().subscribe().with(any -> {});
    }

    private Uni<Duration> step() {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(MOST))
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .fail()
                .invoke(rows -> take(rows.iterator().next()))
                .replaceWith(EVERY);
    }

    private void take(Row row) {
        knownUntil = wall.instant().plus(EVERY.multipliedBy(3));
        waiting = row.getLong("waiting");
        next = Optional.ofNullable(row.getOffsetDateTime("next")).map(OffsetDateTime::toInstant);
    }

    private double overdue() {
        Instant now = wall.instant();
        if (!now.isBefore(knownUntil)) {
            return Double.NaN;
        }
        return next.map(at -> Math.max(0, Duration.between(at, now).toMillis() / 1000.0))
                .orElse(0.0);
    }
}
