package dev.forewarn.delivery;

import dev.forewarn.notice.Headlines;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Reads what was sent, and what waits to be. A page costs as many rows as it has, from the keys; with a state, also
 * those of other states that lie between.
 */
@Singleton
class DeliveryLog {

    /**
     * Parameters: subscription, position to begin before, limit, state or null, where the calendar stands. What waits and
     * will end without another attempt is told as what it will be.
     */
    static final String PAGE =
            """
            with page as (
                (select w.position, w.day, w.due_at, null::timestamptz as at, w.attempts, n.state,
                    null::smallint as status, null::text as error, null::integer as took_ms, null::text as response,
                    null::smallint as reason
                from waiting w cross join lateral (
                    select case when voided_by is not null then 3 when w.attempts > 0 and deadline < $5 then 2 else -1 end
                        as state
                    from notice where position = w.position limit 1) n
                where w.subscription_id = $1 and w.position < $2 and ($4::integer is null or n.state = $4)
                    and coalesce($4, -1) in (-1, 2, 3)
                order by w.position desc
                limit $3)
                union all
                (select position, day, null, at, attempts, state, status, error, took_ms, response, reason
                from delivery
                where subscription_id = $1 and position < $2 and ($4::integer is null or state = $4)
                    and coalesce($4, 0) >= 0
                order by position desc
                limit $3)
                order by position desc
                limit $3
            )
            select p.position, p.day, p.due_at, p.at, p.attempts, p.state, p.reason, l.*
            from page p left join lateral (
                select p.at - p.took_ms * interval '1 millisecond' as tried_at, p.status, p.error, p.took_ms, p.response
                where p.status is not null or p.error is not null
                union all
                (select a.at, a.status, a.error, a.took_ms, a.response
                from attempt a
                where p.status is null and p.error is null
                    and a.subscription_id = $1 and a.position = p.position and a.day = p.day
                order by a.number desc
                limit 1)) l on true
            order by p.position desc""";

    /** Parameters: subscription, position, day, where the calendar stands. A row for each attempt, or one without any. */
    static final String ONE =
            """
            with one as (
                select w.due_at, null::timestamptz as at, w.attempts,
                    case when n.voided_by is not null then 3 when w.attempts > 0 and n.deadline < $4 then 2 else -1 end
                        as state,
                    null::smallint as status, null::text as error, null::integer as took_ms, null::text as response,
                    null::smallint as reason
                from waiting w join notice n using (position)
                where w.subscription_id = $1 and w.position = $2 and w.day = $3
                union all
                select null, at, attempts, state, status, error, took_ms, response, reason
                from delivery
                where subscription_id = $1 and position = $2 and day = $3
            )
            select $2::bigint as position, $3::date as day, one.due_at, one.at, one.attempts, one.state, one.reason, l.*
            from one left join lateral (
                select a.number, a.at as tried_at, a.status, a.error, a.took_ms, a.response
                from attempt a
                where a.subscription_id = $1 and a.position = $2 and a.day = $3
                union all
                select one.attempts, one.at - one.took_ms * interval '1 millisecond', one.status, one.error, one.took_ms,
                    one.response
                where one.status is not null or one.error is not null) l on true
            order by l.number""";

    private final Pool pool;
    private final Headlines headlines;

    DeliveryLog(Pool pool, Headlines headlines) {
        this.pool = pool;
        this.headlines = headlines;
    }

    /**
     * A delivery as the tables have it.
     *
     * @param dueAt of the next attempt, while it waits
     * @param endedAt since when it does not
     * @param reason why it was superseded, if not by another notice
     * @param last the last attempt, if there was one
     */
    record Entry(
            long position,
            LocalDate day,
            Stage stage,
            int attempts,
            Optional<Instant> dueAt,
            Optional<Instant> endedAt,
            Optional<EndReason> reason,
            Optional<AttemptView> last) {}

    /** A delivery with all its attempts. */
    record Full(Entry entry, List<AttemptView> attempts) {}

    /** The newest before that position, by the position of their notices. */
    Uni<List<Entry>> page(long subscription, long before, int limit, Optional<Stage> stage) {
        Tuple parameters = Tuple.tuple()
                .addLong(subscription)
                .addLong(before)
                .addInteger(limit)
                .addInteger(stage.map(Stage::stored).orElse(null))
                .addOffsetDateTime(Columns.utc(headlines.today()));
        return pool.preparedQuery(PAGE).execute(parameters).map(DeliveryLog::entries);
    }

    Uni<Optional<Full>> one(DeliveryId id) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(id.subscription(), id.position(), id.day(), Columns.utc(headlines.today())))
                .map(DeliveryLog::full);
    }

    private static List<Entry> entries(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> entry(row, AttemptView.of(row)))
                .toList();
    }

    private static Optional<Full> full(RowSet<Row> rows) {
        List<AttemptView> attempts = StreamSupport.stream(rows.spliterator(), false)
                .flatMap(row -> AttemptView.of(row).stream())
                .toList();
        Optional<AttemptView> last = attempts.stream().reduce((earlier, later) -> later);
        return StreamSupport.stream(rows.spliterator(), false)
                .findFirst()
                .map(row -> new Full(entry(row, last), attempts));
    }

    private static Entry entry(Row row, Optional<AttemptView> last) {
        return new Entry(
                row.getLong("position"),
                row.getLocalDate("day"),
                Stage.of(row.getInteger("state")),
                row.getInteger("attempts"),
                Optional.ofNullable(row.getOffsetDateTime("due_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime("at")).map(OffsetDateTime::toInstant),
                EndReason.stored(row.getInteger("reason")),
                last);
    }
}
