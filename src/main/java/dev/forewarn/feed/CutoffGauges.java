package dev.forewarn.feed;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.loop.Loop;
import dev.forewarn.sql.Columns;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells how long it is, by the calendar, until the cutoffs that come next begin: for those who alert on what they build on.
 * Cutoffs that differ only in their audience or occurrence are one, the nearest of them.
 */
@Singleton
class CutoffGauges {

    private static final String SECONDS = "forewarn.cutoff.seconds";
    private static final String LEFT_OUT = "forewarn.cutoff.left.out";
    private static final Duration EVERY = Duration.ofSeconds(30);
    // Beyond that, it only tells that there are very many.
    private static final int MOST_COUNTED = 10_000;

    /** In the order of an index, so that it costs what it finds. */
    static final String NEAREST =
            """
            select subject, milestone, channel, region, window_start from cutoff
            where revision > 0 and not withdrawn and window_start is not null
                and coalesce(window_start, 'infinity') > $1
            order by coalesce(window_start, 'infinity'), id
            limit $2""";

    private static final String COUNT =
            """
            select count(*) from (
                select 1 from cutoff
                where revision > 0 and not withdrawn and window_start is not null
                    and coalesce(window_start, 'infinity') > $1
                order by coalesce(window_start, 'infinity'), id
                limit $2) as upcoming""";

    private final Pool pool;
    private final CalendarClock calendar;
    private final FeedSettings settings;
    private final MultiGauge seconds;
    private final Loop loop;
    private volatile long leftOut;

    CutoffGauges(Vertx vertx, Pool pool, CalendarClock calendar, FeedSettings settings, MeterRegistry meters) {
        this.pool = pool;
        this.calendar = calendar;
        this.settings = settings;
        this.seconds = MultiGauge.builder(SECONDS).register(meters);
        meters.gauge(LEFT_OUT, this, gauges -> gauges.leftOut);
        this.loop = new Loop(vertx, "the gauges of cutoffs", this::step);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop().subscribe().with(any -> {});
    }

    Uni<Duration> step() {
        Instant now = calendar.instant();
        return pool.preparedQuery(NEAREST)
                .execute(Tuple.of(Columns.utc(now), settings.cutoffGauges()))
                .invoke(this::show)
                .flatMap(rows -> count(now, rows.size()))
                .replaceWith(EVERY);
    }

    private Uni<Void> count(Instant now, int shown) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(Columns.utc(now), MOST_COUNTED))
                .invoke(rows -> leftOut = rows.iterator().next().getLong(0) - shown)
                .replaceWithVoid();
    }

    private void show(RowSet<Row> nearest) {
        Map<Tags, Instant> starts = new LinkedHashMap<>();
        nearest.forEach(row -> starts.putIfAbsent(
                tags(row), row.getOffsetDateTime("window_start").toInstant()));
        List<MultiGauge.Row<?>> rows = starts.entrySet().stream()
                .<MultiGauge.Row<?>>map(each -> MultiGauge.Row.of(each.getKey(), () -> until(each.getValue())))
                .toList();
        seconds.register(rows, true);
    }

    private static Tags tags(Row row) {
        return Tags.of(
                "subject", row.getString("subject"),
                "milestone", row.getString("milestone"),
                "channel", row.getString("channel"),
                "region", row.getString("region"));
    }

    /** When it is read: it goes down also between two looks. */
    private double until(Instant start) {
        return Math.max(0, Duration.between(calendar.instant(), start).toMillis() / 1000.0);
    }
}
