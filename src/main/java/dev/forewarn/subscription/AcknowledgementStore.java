package dev.forewarn.subscription;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.sql.Columns;
import dev.forewarn.web.ProblemException;
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
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Keeps what subscriptions have acknowledged. Each public method is one unit of work. */
@Singleton
public class AcknowledgementStore {

    // By how much the clocks of replicas may differ: what is due by then may be under way already.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Integer[] COUNTING_DOWN = {NoticeKind.APPROACHING.ordinal(), NoticeKind.REACHED.ordinal()};

    /** An earlier one stands if it holds: for whom the date has moved away, it holds for more dates. */
    private static final String PUT =
            """
            insert into acknowledgement as a (cutoff_id, subscription_id, window_start, at, by_id, by_name)
            select c.id, s.id, coalesce(c.window_start, 'infinity'), $3, $4, (select name from api_key where public_id = $4)
            from cutoff c cross join (select id from subscription where id = $2 for key share) s
            where c.id = $1 and c.revision > 0
            on conflict (cutoff_id, subscription_id) do update
            set window_start = excluded.window_start, at = excluded.at, by_id = excluded.by_id, by_name = excluded.by_name
            where a.window_start > excluded.window_start""";

    private static final String DROP = "delete from acknowledgement where subscription_id = $1 and cutoff_id = $2";

    private static final String PAGE =
            """
            select a.cutoff_id, c.key, nullif(a.window_start, 'infinity') as starts, a.at, a.by_id, a.by_name,
                a.window_start <= coalesce(c.window_start, 'infinity') as holds
            from acknowledgement a join cutoff c on c.id = a.cutoff_id
            where a.subscription_id = $1 and a.cutoff_id > $2
            order by a.cutoff_id
            limit $3""";

    private static final String ONE =
            """
            select a.cutoff_id, c.key, nullif(a.window_start, 'infinity') as starts, a.at, a.by_id, a.by_name,
                a.window_start <= coalesce(c.window_start, 'infinity') as holds
            from acknowledgement a join cutoff c on c.id = a.cutoff_id
            where a.subscription_id = $1 and a.cutoff_id = $2""";

    private static final String LOCK_LANE = "select from lane where subscription_id = $1 for update";

    /** So that it ends now, and not when it would have been sent; but what is in the hands of the lane's holder stays. */
    private static final String END_WAITING =
            """
            update waiting w set due_at = $3
            from lane l
            where l.subscription_id = $1 and w.subscription_id = $1
                and w.position = any (array(
                    select position from notice where cutoff_id = $2 and voided_by is null and kind = any ($5)))
                and w.due_at > case when l.leased then $4::timestamptz else $3::timestamptz end""";

    private static final String WAKE_LANE =
            """
            update lane set next_at = least(next_at, $2) where subscription_id = $1 and not leased""";

    private final Pool pool;
    private final InstantSource wall;

    AcknowledgementStore(Pool pool, InstantSource wall) {
        this.pool = pool;
        this.wall = wall;
    }

    /** @param made whether it was not there before, or did not hold any more */
    public record Acknowledged(Acknowledgement acknowledgement, boolean made) {}

    /** Fails with a problem, 404, if there is no such cutoff. */
    public Uni<Acknowledged> put(long subscription, CutoffId cutoff, String by) {
        Instant now = wall.instant();
        return pool.withTransaction(tx -> endWaiting(tx, subscription, cutoff, now)
                .chain(() -> run(tx, PUT, Tuple.of(cutoff.value(), subscription, Columns.utc(now), by)))
                .flatMap(put -> one(tx, subscription, cutoff)
                        .map(found -> new Acknowledged(
                                found.orElseThrow(() -> ProblemException.notFound("cutoff '" + cutoff + "'")),
                                put.rowCount() > 0))));
    }

    /** The lane before the subscription, as everybody locks them. */
    private static Uni<Void> endWaiting(SqlConnection tx, long subscription, CutoffId cutoff, Instant now) {
        Tuple waiting =
                Tuple.of(subscription, cutoff.value(), Columns.utc(now), Columns.utc(now.plus(SKEW)), COUNTING_DOWN);
        return run(tx, LOCK_LANE, Tuple.of(subscription))
                .chain(() -> run(tx, END_WAITING, waiting))
                .chain(() -> run(tx, WAKE_LANE, Tuple.of(subscription, Columns.utc(now))))
                .replaceWithVoid();
    }

    /** Fails with a problem, 404, if it was not acknowledged. */
    public Uni<Void> drop(long subscription, CutoffId cutoff) {
        return pool.preparedQuery(DROP)
                .execute(Tuple.of(subscription, cutoff.value()))
                .invoke(rows -> requireOne(rows))
                .replaceWithVoid();
    }

    private static void requireOne(RowSet<Row> rows) {
        if (rows.rowCount() == 0) {
            throw ProblemException.notFound("such acknowledgement");
        }
    }

    /** By the cutoffs' ids, behind that one. */
    public Uni<List<Acknowledgement>> page(long subscription, String after, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(subscription, after, limit))
                .map(AcknowledgementStore::acknowledgements);
    }

    private static Uni<Optional<Acknowledgement>> one(SqlConnection tx, long subscription, CutoffId cutoff) {
        return run(tx, ONE, Tuple.of(subscription, cutoff.value()))
                .map(rows -> acknowledgements(rows).stream().findFirst());
    }

    private static Uni<RowSet<Row>> run(SqlConnection tx, String statement, Tuple parameters) {
        return tx.preparedQuery(statement).execute(parameters);
    }

    private static List<Acknowledgement> acknowledgements(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(AcknowledgementStore::acknowledgement)
                .toList();
    }

    private static Acknowledgement acknowledgement(Row row) {
        return new Acknowledgement(
                row.getString("cutoff_id"),
                row.getString("key"),
                Optional.ofNullable(row.getOffsetDateTime("starts")).map(OffsetDateTime::toInstant),
                row.getOffsetDateTime("at").toInstant(),
                new Acknowledgement.By(row.getString("by_id"), Optional.ofNullable(row.getString("by_name"))),
                row.getBoolean("holds"));
    }
}
