package dev.forewarn.delivery;

import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;

/** Erases what is left of subscriptions that are gone. Doing it twice, or two at once, does no harm. */
@Singleton
class ErasureStore {

    private static final int PART = 1_000;
    // Whoever writes later than this has been frozen, or cut off from the database, for as long.
    private static final Duration LAST_LOOK = Duration.ofDays(1);

    private static final String CLAIM =
            """
            update erasure set lease_until = $2
            where subscription_id in (
                select subscription_id from erasure
                where lease_until <= $1
                order by lease_until
                limit $3
                for update skip locked)
            returning subscription_id, gone_at""";

    private static final String NO_REPLAY = "delete from replay where subscription_id = $1";
    private static final String NO_LANE = "delete from lane where subscription_id = $1";
    private static final String NO_TROUBLE = "delete from trouble where subscription_id = $1";

    private static final String NOTHING_WAITING =
            """
            delete from waiting w using (
                select position from waiting where subscription_id = $1 limit $2) part
            where w.subscription_id = $1 and w.position = part.position""";

    private static final String NO_DELIVERIES =
            """
            delete from delivery d using (
                select position, day from delivery where subscription_id = $1 limit $2) part
            where d.subscription_id = $1 and d.position = part.position and d.day = part.day""";

    private static final String NO_ATTEMPTS =
            """
            delete from attempt a using (
                select position, day, number from attempt where subscription_id = $1 limit $2) part
            where a.subscription_id = $1 and a.position = part.position and a.day = part.day
                and a.number = part.number""";

    private static final String FORGET = "delete from erasure where subscription_id = $1";

    private static final String PUT_OFF = "update erasure set lease_until = $2 where subscription_id = $1";

    private final Pool pool;
    private final DeliverySettings settings;
    private final InstantSource wall;

    ErasureStore(Pool pool, DeliverySettings settings, InstantSource wall) {
        this.pool = pool;
        this.settings = settings;
        this.wall = wall;
    }

    /**
     * A subscription that is gone.
     *
     * @param begun when this look at what is left of it was
     */
    record Gone(long subscription, Instant goneAt, Instant begun) {}

    /** Leases some that are to be looked at. */
    Uni<List<Gone>> claim(int limit) {
        Instant now = wall.instant();
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(Columns.utc(now), Columns.utc(now.plus(settings.lease())), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> gone(row, now))
                        .toList());
    }

    private static Gone gone(Row row, Instant now) {
        return new Gone(
                row.getLong("subscription_id"), row.getOffsetDateTime("gone_at").toInstant(), now);
    }

    /** The lane before what waits in it, as everybody takes them; a replay, which puts into it, before both. */
    Uni<Void> forgetWaiting(long subscription) {
        Tuple id = Tuple.of(subscription);
        return pool.withTransaction(tx -> run(tx, NO_REPLAY, id).chain(() -> run(tx, NO_LANE, id)))
                .chain(() -> parts(NOTHING_WAITING, subscription))
                .chain(() -> pool.preparedQuery(NO_TROUBLE).execute(id))
                .replaceWithVoid();
    }

    Uni<Void> eraseEnded(long subscription) {
        return parts(NO_DELIVERIES, subscription).chain(() -> parts(NO_ATTEMPTS, subscription));
    }

    /** Puts it off until it is looked at again: once all that was leased has ended, and a last time after a day. */
    Uni<Void> done(Gone gone) {
        Instant quiet = gone.goneAt().plus(settings.lease()).plus(settings.timeout());
        Instant last = gone.goneAt().plus(LAST_LOOK);
        if (!gone.begun().isBefore(last)) {
            return pool.preparedQuery(FORGET)
                    .execute(Tuple.of(gone.subscription()))
                    .replaceWithVoid();
        }
        Instant next = gone.begun().isBefore(quiet) ? quiet : last;
        return pool.preparedQuery(PUT_OFF)
                .execute(Tuple.of(gone.subscription(), Columns.utc(next)))
                .replaceWithVoid();
    }

    private static Uni<Void> run(SqlConnection tx, String statement, Tuple parameters) {
        return tx.preparedQuery(statement).execute(parameters).replaceWithVoid();
    }

    private Uni<Void> parts(String statement, long subscription) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(subscription, PART))
                .flatMap(rows -> rows.rowCount() == PART
                        ? parts(statement, subscription)
                        : Uni.createFrom().voidItem());
    }
}
