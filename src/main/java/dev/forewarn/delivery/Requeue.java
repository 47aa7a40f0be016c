package dev.forewarn.delivery;

import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Puts deliveries of one subscription into its lane outside of any schedule. All of it is done under the lane's lock, like
 * what a lane's holder writes, so that a delivery never both waits and has ended.
 */
final class Requeue {

    // By how much the clocks of replicas may differ: what is due by then may be under way already.
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Integer[] ENDED = {State.DELIVERED.ordinal(), State.FAILED.ordinal(), State.EXPIRED.ordinal()};
    private static final Integer[] NOT_ARRIVED = {State.FAILED.ordinal(), State.EXPIRED.ordinal()};

    private static final String OPEN = "insert into lane (subscription_id) values ($1) on conflict do nothing";

    private static final String LOCK = "select from lane where subscription_id = $1 for update";

    /**
     * Parameters: subscription, positions, days, states that go back, when they are due, whether what is neither waiting
     * nor ended is put there, too. The last attempt joins those before it; what waits already stays as it is.
     */
    static final String PUT =
            """
            with asked as (
                select * from unnest($2::bigint[], $3::date[]) as a(position, day)
            ), ended as (
                delete from delivery d using asked a
                where d.subscription_id = $1 and d.position = a.position and d.day = a.day
                    -- Or it was not wanted then, and is now.
                    and (d.state = any ($4::integer[]) or d.reason is not null)
                returning d.*
            ), logged as (
                insert into attempt (subscription_id, position, day, number, at, status, error, took_ms, response)
                select subscription_id, position, day, attempts, at - took_ms * interval '1 millisecond', status, error,
                    took_ms, response
                from ended
                where status is not null or error is not null
                on conflict do nothing
            )
            insert into waiting (subscription_id, due_at, position, day, attempts)
            select $1, $5, a.position, a.day, coalesce(e.attempts, 0)
            from asked a left join ended e using (position, day)
            where e.position is not null or $6 and not exists (
                select from delivery d where d.subscription_id = $1 and d.position = a.position and d.day = a.day)
            on conflict do nothing""";

    /** What is in the hands of the lane's holder stays as it is: it is being sent. */
    private static final String SOONER =
            """
            update waiting w set due_at = $4
            from lane l
            where l.subscription_id = $1 and w.subscription_id = $1 and w.position = $2 and w.day = $3
                and w.due_at > case when l.leased then $5::timestamptz else $4::timestamptz end""";

    /** Whoever has leased it looks for what is due when it gives it back. */
    private static final String WAKE =
            """
            update lane set next_at = least(next_at, $2) where subscription_id = $1 and not leased""";

    private Requeue() {}

    /** Where a delivery of the subscription belongs. */
    record Place(long position, LocalDate day) {}

    /** Nobody else writes to this lane until the transaction ends. */
    static Uni<Void> lock(SqlConnection tx, long subscription) {
        return run(tx, OPEN, Tuple.of(subscription)).chain(() -> run(tx, LOCK, Tuple.of(subscription)));
    }

    /** What has ended goes back to wait, whatever it came to. */
    static Uni<Void> ended(SqlConnection tx, long subscription, List<Place> places, Instant due) {
        return run(tx, PUT, places(subscription, places, ENDED, due, false));
    }

    /** What has not arrived and does not wait is put there. */
    static Uni<Void> missed(SqlConnection tx, long subscription, List<Place> places, Instant due) {
        return run(tx, PUT, places(subscription, places, NOT_ARRIVED, due, true));
    }

    /** What waits for later waits no longer. */
    static Uni<Void> sooner(SqlConnection tx, DeliveryId id, Instant now) {
        return run(
                tx,
                SOONER,
                Tuple.of(id.subscription(), id.position(), id.day(), Columns.utc(now), Columns.utc(now.plus(SKEW))));
    }

    /** Something in the lane is due. */
    static Uni<Void> wake(SqlConnection tx, long subscription, Instant now) {
        return run(tx, WAKE, Tuple.of(subscription, Columns.utc(now)));
    }

    private static Tuple places(long subscription, List<Place> places, Integer[] states, Instant due, boolean absent) {
        return Tuple.tuple()
                .addLong(subscription)
                .addArrayOfLong(places.stream().map(Place::position).toArray(Long[]::new))
                .addArrayOfLocalDate(places.stream().map(Place::day).toArray(LocalDate[]::new))
                .addArrayOfInteger(states)
                .addOffsetDateTime(Columns.utc(due))
                .addBoolean(absent);
    }

    private static Uni<Void> run(SqlConnection tx, String statement, Tuple parameters) {
        return tx.preparedQuery(statement).execute(parameters).replaceWithVoid();
    }
}
