package dev.forewarn.delivery;

import dev.forewarn.delivery.Requeue.Place;
import dev.forewarn.notice.Backlog;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Keeps the replays that are asked for; a part of one is leased at a time, and fenced by its claim. */
@Singleton
class ReplayStore {

    /** One that is under way is widened, and goes back to where the new one begins. */
    private static final String ASK =
            """
            insert into replay as r (subscription_id, since, after, last, lease_until)
            values ($1, $2, $3, $4, $5)
            on conflict (subscription_id) do update
            set since = least(r.since, excluded.since), after = least(r.after, excluded.after),
                last = greatest(r.last, excluded.last), claim = r.claim + 1, lease_until = excluded.lease_until""";

    private static final String CLAIM =
            """
            with due as (
                select subscription_id from replay
                where lease_until <= $1
                order by lease_until
                limit 1
                for update skip locked
            )
            update replay r set claim = claim + 1, lease_until = $2
            from due where r.subscription_id = due.subscription_id
            returning r.subscription_id, r.since, r.after, r.last, r.claim""";

    private static final String HOLD =
            """
            select from replay where subscription_id = $1 and claim = $2 for update""";

    /** The first of these whose fan-out has not come to the subscription, which may be about to be told of it. */
    private static final String FIRST_OPEN =
            """
            select min(position) as position from fanout where position = any($2) and after < $1""";

    private static final String ADVANCE =
            """
            update replay set after = $3, lease_until = $4 where subscription_id = $1 and claim = $2""";

    private static final String FINISH = "delete from replay where subscription_id = $1 and claim = $2";

    private final Pool pool;
    private final DeliverySettings settings;
    private final InstantSource wall;

    ReplayStore(Pool pool, DeliverySettings settings, InstantSource wall) {
        this.pool = pool;
        this.settings = settings;
        this.wall = wall;
    }

    /** A replay that this replica has leased. */
    record Replay(long subscription, Instant since, Backlog.Range range, int claim) {

        /** The next part of it, of at most so many positions. */
        Backlog.Range part(int most) {
            return new Backlog.Range(range.after(), Math.min(range.after() + most, range.last()));
        }
    }

    Uni<Void> ask(long subscription, Instant since, Backlog.Range range) {
        return pool.preparedQuery(ASK)
                .execute(Tuple.of(
                        subscription, Columns.utc(since), range.after(), range.last(), Columns.utc(wall.instant())))
                .replaceWithVoid();
    }

    /** Leases the one that has waited longest. */
    Uni<Optional<Replay>> claim() {
        Instant now = wall.instant();
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(Columns.utc(now), Columns.utc(now.plus(settings.lease()))))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ReplayStore::replay)
                        .findFirst());
    }

    private static Replay replay(Row row) {
        return new Replay(
                row.getLong("subscription_id"),
                row.getOffsetDateTime("since").toInstant(),
                new Backlog.Range(row.getLong("after"), row.getLong("last")),
                row.getInteger("claim"));
    }

    /**
     * Puts into the lane what the subscription has missed of a part, and gives the rest of the replay back. Writes nothing
     * if somebody else has taken the replay over.
     *
     * @param taken what the subscription takes of the part that ends at {@code upTo}
     * @return whether anything was put there
     */
    Uni<Boolean> put(Replay replay, long upTo, List<Place> taken) {
        return pool.withTransaction(tx -> holds(tx, replay)
                .flatMap(holds ->
                        holds ? put(tx, replay, upTo, taken) : Uni.createFrom().item(false)));
    }

    private static Uni<Boolean> holds(SqlConnection tx, Replay replay) {
        return tx.preparedQuery(HOLD)
                .execute(Tuple.of(replay.subscription(), replay.claim()))
                .map(rows -> rows.size() == 1);
    }

    private Uni<Boolean> put(SqlConnection tx, Replay replay, long upTo, List<Place> taken) {
        return firstOpen(tx, replay, taken)
                .map(open -> open.map(position -> position - 1).orElse(upTo))
                .call(done -> advance(tx, replay, done, done < upTo))
                .map(done ->
                        taken.stream().filter(each -> each.position() <= done).toList())
                .flatMap(missed -> missed(tx, replay.subscription(), missed));
    }

    private static Uni<Optional<Long>> firstOpen(SqlConnection tx, Replay replay, List<Place> taken) {
        Long[] positions = taken.stream().map(Place::position).toArray(Long[]::new);
        return tx.preparedQuery(FIRST_OPEN)
                .execute(Tuple.of(replay.subscription(), positions))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("position")));
    }

    private Uni<Void> advance(SqlConnection tx, Replay replay, long done, boolean held) {
        if (done >= replay.range().last()) {
            return run(tx, FINISH, Tuple.of(replay.subscription(), replay.claim()));
        }
        Instant next = held ? wall.instant().plus(settings.pollInterval()) : wall.instant();
        return run(tx, ADVANCE, Tuple.of(replay.subscription(), replay.claim(), done, Columns.utc(next)));
    }

    private Uni<Boolean> missed(SqlConnection tx, long subscription, List<Place> missed) {
        Instant now = wall.instant();
        return missed.isEmpty()
                ? Uni.createFrom().item(false)
                : Requeue.lock(tx, subscription)
                        .chain(() -> Requeue.missed(tx, subscription, missed, now))
                        .chain(() -> Requeue.wake(tx, subscription, now))
                        .replaceWith(true);
    }

    private static Uni<Void> run(SqlConnection tx, String statement, Tuple parameters) {
        return tx.preparedQuery(statement).execute(parameters).replaceWithVoid();
    }
}
