package dev.forewarn.delivery;

import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What is still to be sent, of all replicas. Nothing is counted beyond a bound, so that it costs as much on a bad day. */
@Singleton
public class Workload {

    /** How far anything is counted. */
    public static final int BOUND = 100_000;

    private static final String READ =
            """
            select
                (select count(*) from (select from waiting limit $1) as w) as waiting,
                (select greatest(reltuples, 0)::bigint from pg_class where oid = 'waiting'::regclass) as about,
                (select count(*) from (select from lane where next_at <= $2 limit $1) as l) as lanes,
                (select next_at from lane where next_at is not null order by next_at limit 1) as due,
                (select count(*) from (select from fanout limit $1) as f) as fanouts,
                (select raised_at from notice where position = (select position from fanout order by position limit 1))
                    as raised,
                (select count(*) from (select from replay limit $1) as r) as replays,
                (select count(*) from (select from subscription where next_ping_at <= $2 limit $1) as p) as pings,
                (select next_due_at from cutoff where next_due_at is not null order by next_due_at limit 1) as reminder""";

    private final Pool pool;
    private final InstantSource wall;

    Workload(Pool pool, InstantSource wall) {
        this.pool = pool;
        this.wall = wall;
    }

    /**
     * What there is at the moment; each number is at most {@link #BOUND}.
     *
     * @param waiting deliveries that wait for an attempt, now or later
     * @param about how many wait, as PostgreSQL has last estimated it
     * @param lanes subscriptions for whom something is due, or is being sent and late
     * @param oldestDue since when; in the future if nothing is due
     * @param fanouts notices of which somebody is still to be told
     * @param oldestFanout when the oldest of them was raised
     * @param reminder when the next reminder is due, by the calendar
     */
    public record Standing(
            long waiting,
            long about,
            long lanes,
            Optional<Instant> oldestDue,
            long fanouts,
            Optional<Instant> oldestFanout,
            long replays,
            long pings,
            Optional<Instant> reminder) {}

    public Uni<Standing> read() {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(BOUND, Columns.utc(wall.instant())))
                .map(rows -> standing(rows.iterator().next()));
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getLong("waiting"),
                row.getLong("about"),
                row.getLong("lanes"),
                instant(row, "due"),
                row.getLong("fanouts"),
                instant(row, "raised"),
                row.getLong("replays"),
                row.getLong("pings"),
                instant(row, "reminder"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
