package dev.forewarn.subscription;

import dev.forewarn.sql.Columns;
import dev.forewarn.subscription.Consent.Asked;
import dev.forewarn.subscription.PingQuota.Full;
import dev.forewarn.subscription.PingQuota.Ping;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * The subscriptions whose receivers are still to be asked.
 *
 * <pre>
 *   DUE ── ten pings, and a day is over ──▶ disabled
 *    │
 *    ├── a quota is used up ──▶ due when the hour is over, uncounted
 *    │
 *    └── else ──▶ counted, due again by the schedule, and asked
 * </pre>
 */
@Singleton
final class PingQueue {

    private static final String DUE =
            """
            select id, public_id, owner_id, url, format, state, pings, asked_since,
                secret, previous_secret, previous_secret_until, headers
            from subscription
            where next_ping_at <= $1
            order by next_ping_at
            limit $2
            for update skip locked""";

    private static final String PLAN =
            """
            update subscription s
            set pings = p.pings, next_ping_at = p.next_ping_at
            from unnest($1::bigint[], $2::integer[], $3::timestamptz[]) as p(id, pings, next_ping_at)
            where s.id = p.id""";

    private static final String END =
            """
            update subscription
            set state = 'disabled', reason = 'unverified', state_since = $2, next_ping_at = null
            where id = any($1)""";

    private final Pool pool;
    private final Targets targets;
    private final PingQuota quota;
    private final SubscriptionMetrics metrics;
    private final InstantSource wall;

    PingQueue(Pool pool, Targets targets, PingQuota quota, SubscriptionMetrics metrics, InstantSource wall) {
        this.pool = pool;
        this.targets = targets;
        this.quota = quota;
        this.metrics = metrics;
        this.wall = wall;
    }

    /** Takes those that are due, each of them for one replica alone. */
    Uni<List<Asked>> claim(int limit) {
        return pool.withTransaction(tx -> claim(tx, limit, wall.instant()));
    }

    private Uni<List<Asked>> claim(SqlConnection tx, int limit, Instant now) {
        return tx.preparedQuery(DUE)
                .execute(Tuple.of(Columns.utc(now), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
                .call(rows -> end(tx, rows.stream().filter(PingQueue::over).toList(), now))
                .map(rows -> rows.stream().filter(row -> !over(row)).toList())
                .flatMap(rows -> plan(tx, rows, now));
    }

    private static boolean over(Row row) {
        return row.getInteger("pings") >= PingSchedule.PINGS;
    }

    private Uni<Void> end(SqlConnection tx, List<Row> rows, Instant now) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Long[] ids = rows.stream().map(row -> row.getLong("id")).toArray(Long[]::new);
        return tx.preparedQuery(END)
                .execute(Tuple.of(ids, Columns.utc(now)))
                .invoke(() -> metrics.entered(State.DISABLED, ids.length))
                .replaceWithVoid();
    }

    private Uni<List<Asked>> plan(SqlConnection tx, List<Row> rows, Instant now) {
        return rows.isEmpty()
                ? Uni.createFrom().item(List.of())
                : quota.take(tx, rows.stream().map(PingQueue::ping).toList(), now)
                        .map(full -> planned(rows, full, now))
                        .call(planned -> write(tx, planned))
                        .map(this::asked);
    }

    private static Ping ping(Row row) {
        return Ping.to(URI.create(row.getString("url")), row.getLong("owner_id"));
    }

    /** One of those that are due, and what comes next for it. */
    private record Planned(Row row, boolean asked, Instant next) {

        static Planned of(Row row, Optional<Full> full, Instant now) {
            Instant since = row.getOffsetDateTime("asked_since").toInstant();
            return full.isPresent()
                    ? new Planned(row, false, PingQuota.over(now))
                    : new Planned(row, true, PingSchedule.after(row.getInteger("pings") + 1, since, now));
        }

        int pings() {
            return row.getInteger("pings") + (asked ? 1 : 0);
        }
    }

    private static List<Planned> planned(List<Row> rows, List<Optional<Full>> full, Instant now) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> Planned.of(rows.get(i), full.get(i), now))
                .toList();
    }

    private static Uni<Void> write(SqlConnection tx, List<Planned> planned) {
        Tuple plan = Columns.of(planned)
                .bigint(each -> each.row().getLong("id"))
                .integer(Planned::pings)
                .instant(Planned::next)
                .tuple();
        return tx.preparedQuery(PLAN).execute(plan).replaceWithVoid();
    }

    private List<Asked> asked(List<Planned> planned) {
        List<Row> rows =
                planned.stream().filter(Planned::asked).map(Planned::row).toList();
        metrics.pings(SubscriptionMetrics.ASKED, rows.size());
        metrics.pings(SubscriptionMetrics.PUT_OFF, planned.size() - rows.size());
        return rows.stream()
                .map(row -> new Asked(targets.target(row), row.getString("state")))
                .filter(asked -> asked.target().readable())
                .toList();
    }
}
