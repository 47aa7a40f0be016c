package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.stream.StreamSupport;

/**
 * Notes whose deliveries have done nothing but fail, and stops sending to them in the end. Rows are locked by one order,
 * so that replicas wait for each other instead of locking each other out: trouble first, then subscriptions, by id.
 */
@Singleton
public final class Health {

    /** Three, because a single delivery may fail for days for what it holds. */
    private static final int DELIVERIES = 3;

    /** A row that would tell nothing new is left alone: an endpoint may fail a thousand times a second. */
    private static final String NOTE =
            """
            insert into trouble as t (subscription_id, since, until, positions)
            select f.subscription_id, min(f.at), max(f.at), (array_agg(distinct f.position))[1:3]
            from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as f(subscription_id, position, at)
                join subscription s on s.id = f.subscription_id
            where s.state in ('active', 'failing')
            group by f.subscription_id
            order by f.subscription_id
            on conflict (subscription_id) do update
            set since = least(t.since, excluded.since),
                until = greatest(t.until, excluded.until),
                positions = (select array_agg(distinct p) from unnest(t.positions || excluded.positions) as p)[1:3]
            where excluded.since < t.since
                or excluded.until > t.until + $4::bigint * interval '1 millisecond'
                or cardinality(t.positions) < 3
            returning subscription_id, until - since >= $5::bigint * interval '1 millisecond' as long""";

    private static final String JUDGE =
            """
            with judged as materialized (
                select s.id,
                    case when cardinality(t.positions) >= $2
                            and t.until - t.since >= $3::bigint * interval '1 millisecond'
                        then 'disabled' else 'failing' end as state
                from subscription s join trouble t on t.subscription_id = s.id
                where s.id = any($1) and s.state in ('active', 'failing')
                order by s.id
                for update of s
            )
            update subscription s
            set state = judged.state,
                state_since = $4,
                reason = case when judged.state = 'disabled' then 'failing' end
            from judged
            where s.id = judged.id and s.state <> judged.state
            returning s.state""";

    private static final String TROUBLED = "select subscription_id from trouble where subscription_id = any($1)";

    private static final String CLEAR =
            """
            with held as materialized (
                select subscription_id from trouble where subscription_id = any($1) order by subscription_id for update
            )
            delete from trouble t using held where t.subscription_id = held.subscription_id""";

    private static final String MEND =
            """
            with held as materialized (
                select id from subscription where id = any($1) and state = 'failing' order by id for update
            )
            update subscription s set state = 'active', state_since = $2
            from held where s.id = held.id
            returning s.state""";

    private static final String GONE =
            """
            with held as materialized (
                select id from subscription where id = any($1) and state in ('active', 'failing', 'paused')
                order by id
                for update
            )
            update subscription s set state = 'disabled', reason = 'gone', state_since = $2, next_ping_at = null
            from held where s.id = held.id
            returning s.state""";

    private final Pool pool;
    private final SubscriptionSettings settings;
    private final SubscriptionMetrics metrics;
    private final InstantSource wall;

    Health(Pool pool, SubscriptionSettings settings, SubscriptionMetrics metrics, InstantSource wall) {
        this.pool = pool;
        this.settings = settings;
        this.metrics = metrics;
        this.wall = wall;
    }

    /**
     * An attempt that has failed.
     *
     * @param position of the notice
     */
    public record Failure(long subscription, long position, Instant at) {}

    /** Attempts have failed. Those of whom nothing else has been heard for long are failing, and at last disabled. */
    public Uni<Void> failed(Collection<Failure> failures) {
        return failures.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.withTransaction(
                        tx -> note(tx, failures).map(Health::inTroubleForLong).flatMap(ids -> judge(tx, ids)));
    }

    private Uni<RowSet<Row>> note(SqlConnection tx, Collection<Failure> failures) {
        Tuple noted = Columns.of(failures)
                .bigint(Failure::subscription)
                .bigint(Failure::position)
                .instant(Failure::at)
                .value(settings.disableAfter().toMillis() / 1_000)
                .value(settings.disableAfter().toMillis() / 2)
                .tuple();
        return tx.preparedQuery(NOTE).execute(noted);
    }

    private static Long[] inTroubleForLong(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getBoolean("long"))
                .map(row -> row.getLong("subscription_id"))
                .toArray(Long[]::new);
    }

    private Uni<Void> judge(SqlConnection tx, Long[] ids) {
        Duration enough = settings.disableAfter().compareTo(settings.failuresApart()) < 0
                ? settings.failuresApart()
                : settings.disableAfter();
        Tuple judged = Tuple.of(ids, DELIVERIES, enough.toMillis(), Columns.utc(wall.instant()));
        return ids.length == 0
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(JUDGE).execute(judged).invoke(this::count).replaceWithVoid();
    }

    /** Attempts have succeeded: whatever trouble there was is over. */
    public Uni<Void> succeeded(Collection<Long> subscriptions) {
        return subscriptions.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(TROUBLED)
                        .execute(Tuple.of(subscriptions.toArray(Long[]::new)))
                        .map(Health::ids)
                        .flatMap(this::mend);
    }

    private static Long[] ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong("subscription_id"))
                .toArray(Long[]::new);
    }

    // Two statements: the second one must see what somebody has made of a subscription whom the first has waited for.
    private Uni<Void> mend(Long[] ids) {
        return ids.length == 0
                ? Uni.createFrom().voidItem()
                : pool.withTransaction(tx -> tx.preparedQuery(CLEAR)
                        .execute(Tuple.of(ids))
                        .chain(() -> tx.preparedQuery(MEND).execute(Tuple.of(ids, Columns.utc(wall.instant()))))
                        .invoke(this::count)
                        .replaceWithVoid());
    }

    /**
     * Receivers have answered 410: they are not sent to any more. One that is unverified has moved since: it was another
     * URL that has answered.
     */
    public Uni<Void> gone(Collection<Long> subscriptions) {
        return subscriptions.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(GONE)
                        .execute(Tuple.of(subscriptions.toArray(Long[]::new), Columns.utc(wall.instant())))
                        .invoke(this::count)
                        .replaceWithVoid();
    }

    private void count(RowSet<Row> changed) {
        changed.forEach(row -> metrics.entered(Word.parse(State.class, row.getString("state")), 1));
    }
}
