package dev.forewarn.delivery;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Keeps a partition ready for each day of which a delivery may end, and drops those of days that are over. */
@Singleton
class Partitions {

    private static final Logger LOG = Logger.getLogger(Partitions.class);
    private static final int DAYS_AHEAD = 3;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** A notice that is still to be told may be older than all of them, when the service was off for long. */
    private static final String ENSURE =
            """
            select ensure_partitions(d.first, d.last)
            from (
                select $1::date, $2::date
                union
                select day, day
                from fanout join notice using (position)
                    cross join lateral (select (raised_at at time zone 'UTC')::date as day) of_notice
                where day < $1) as d(first, last)""";

    private static final String OVER =
            """
            select parent.relname as parent, to_date(right(child.relname, 8), 'YYYYMMDD') as day
            from pg_inherits i
                join pg_class parent on parent.oid = i.inhparent
                join pg_class child on child.oid = i.inhrelid
            where i.inhparent in ('delivery'::regclass, 'attempt'::regclass)
                and right(child.relname, 8) < to_char($1::date, 'YYYYMMDD')
                and not exists (
                    select from fanout join notice using (position)
                    where to_char(raised_at at time zone 'UTC', 'YYYYMMDD') = right(child.relname, 8))
            order by day, parent""";

    private static final String DROP = "select drop_partition($1, $2)";

    private final Pool pool;
    private final InstantSource wall;

    Partitions(Pool pool, InstantSource wall) {
        this.pool = pool;
        this.wall = wall;
    }

    Uni<Void> ensure() {
        LocalDate today = LocalDate.ofInstant(wall.instant(), ZoneOffset.UTC);
        return pool.preparedQuery(ENSURE)
                .execute(Tuple.of(today.minusDays(1), today.plusDays(DAYS_AHEAD)))
                .replaceWithVoid();
    }

    private record Partition(String parent, LocalDate day) {}

    /**
     * Drops those of the days before, each in a transaction of its own, but for days of which something is still to be
     * told. Tells whether somebody was in the way of one: it is left as it is, and nobody waits behind it.
     */
    Uni<Boolean> dropBefore(LocalDate first) {
        return pool.preparedQuery(OVER)
                .execute(Tuple.of(first))
                .map(Partitions::partitions)
                .flatMap(this::drop);
    }

    private static List<Partition> partitions(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Partition(row.getString("parent"), row.getLocalDate("day")))
                .toList();
    }

    private Uni<Boolean> drop(List<Partition> over) {
        return Multi.createFrom()
                .iterable(over)
                .onItem()
                .transformToUniAndConcatenate(this::drop)
                .collect()
                .asList()
                .map(inTheWay -> inTheWay.contains(true));
    }

    private Uni<Boolean> drop(Partition partition) {
        return pool.preparedQuery(DROP)
                .execute(Tuple.of(partition.parent(), partition.day()))
                .invoke(() -> LOG.infof("dropped the partition of %s of %s", partition.parent(), partition.day()))
                .replaceWith(false)
                .onFailure(Partitions::locked)
                .recoverWithItem(true);
    }

    private static boolean locked(Throwable failure) {
        return failure instanceof PgException refused && LOCK_NOT_AVAILABLE.equals(refused.getSqlState());
    }
}
