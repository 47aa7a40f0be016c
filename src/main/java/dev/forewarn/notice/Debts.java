package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.loop.Loop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Looks what is owed: what is due and not raised, raised and not fanned out, there and not heard of. One statement of a few
 * probes of indexes, now and then, whoever reads the metrics.
 */
@Singleton
class Debts {

    private static final Duration EVERY = Duration.ofSeconds(15);

    static final String LOOK =
            """
            select (select min(next_due_at) from cutoff where next_due_at is not null) as due,
                (select count(*) from (select 1 from fanout order by position limit 10000) as open) as fanouts,
                (select raised_at from notice where position = (select min(position) from fanout)) as oldest,
                (select coalesce(max(position), 0) from notice) as newest""";

    private final Pool pool;
    private final CalendarClock calendar;
    private final InstantSource wall;
    private final Loop loop;
    private volatile Look last = new Look(Optional.empty(), 0, Optional.empty(), 0);
    // What nobody has looked at for a while is not known: an old figure would stand beside those of instances that
    // look.
    private volatile Instant knownUntil = Instant.MIN;
    private volatile boolean reachable;

    private record Look(Optional<Instant> due, long fanouts, Optional<Instant> oldest, long newest) {
        static Look of(Row row) {
            return new Look(
                    Optional.ofNullable(row.getOffsetDateTime("due")).map(OffsetDateTime::toInstant),
                    row.getLong("fanouts"),
                    Optional.ofNullable(row.getOffsetDateTime("oldest")).map(OffsetDateTime::toInstant),
                    row.getLong("newest"));
        }
    }

    Debts(Vertx vertx, Pool pool, CalendarClock calendar, InstantSource wall, Bulletin bulletin, MeterRegistry meters) {
        this.pool = pool;
        this.calendar = calendar;
        this.wall = wall;
        this.loop = new Loop(vertx, "the look at what is owed", this::step);
        Gauge.builder("forewarn.ladder.overdue.seconds", this, Debts::overdue).register(meters);
        Gauge.builder("forewarn.notice.fanouts.open", this, debts -> debts.last.fanouts())
                .register(meters);
        Gauge.builder("forewarn.notice.fanouts.oldest.seconds", this, Debts::oldest)
                .register(meters);
        Gauge.builder("forewarn.feed.newest", this, debts -> debts.last.newest())
                .register(meters);
        Gauge.builder("forewarn.feed.heard", bulletin, Bulletin::newest).register(meters);
        Gauge.builder("forewarn.database.reachable", this, debts -> debts.reachable ? 1 : 0)
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop().subscribe().with(any -> {});
    }

    private Uni<Duration> step() {
        return pool.query(LOOK)
                .execute()
                .ifNoItem()
                .after(EVERY)
                .fail()
                .invoke(rows -> take(Look.of(rows.iterator().next())))
                .onFailure()
                .invoke(() -> reachable = false)
                .replaceWith(EVERY);
    }

    private void take(Look look) {
        last = look;
        knownUntil = wall.instant().plus(EVERY.multipliedBy(3));
        reachable = true;
    }

    private double overdue() {
        return isKnown() ? since(last.due(), calendar.instant()) : Double.NaN;
    }

    private double oldest() {
        return isKnown() ? since(last.oldest(), wall.instant()) : Double.NaN;
    }

    private boolean isKnown() {
        return wall.instant().isBefore(knownUntil);
    }

    private static double since(Optional<Instant> then, Instant now) {
        return then.map(at -> Math.max(0, Duration.between(at, now).toMillis() / 1000.0))
                .orElse(0.0);
    }
}
