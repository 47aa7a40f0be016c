package dev.forewarn.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads the feed backwards, newest first; what it costs is told at {@link FeedStore}. */
@Singleton
final class AtomStore {

    private static final String ALL =
            """
            with place as (
                select e.epoch, n.newest, coalesce($1::bigint, n.newest + 1) as position
                from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
            )
            select p.epoch, p.newest, n.position, n.id, n.raised_at, n.body
            from place p left join lateral (
                select position, id, raised_at, body from notice
                where position < p.position order by position desc limit $2
            ) n on true
            order by n.position desc""";

    private static final String BY_KIND =
            """
            with place as (
                select e.epoch, n.newest, coalesce($1::bigint, n.newest + 1) as position
                from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
            ), found as (
                select n.position
                from place p cross join unnest($3::smallint[]) as k(kind) cross join lateral (
                    select position from notice
                    where kind = k.kind and position < p.position order by position desc limit $2
                ) n
                order by n.position desc limit $2
            )
            select p.epoch, p.newest, n.position, n.id, n.raised_at, n.body
            from place p left join (found f join notice n using (position)) on true
            order by n.position desc""";

    private static final String BY_SUBJECT =
            """
            with place as (
                select e.epoch, n.newest, coalesce($1::bigint, n.newest + 1) as position
                from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
            ), wanted as (
                select unnest($4::text[]) as id
                union
                select s.id from unnest($5::text[]) as p(provider)
                join subject s on s.id >= p.provider || '/' and s.id < p.provider || '0'
            ), found as (
                select n.position
                from place p cross join wanted w cross join lateral (
                    select position from notice
                    where subject = w.id and position < p.position and ($3::smallint[] is null or kind = any($3))
                    order by position desc limit $2
                ) n
                order by n.position desc limit $2
            )
            select p.epoch, p.newest, n.position, n.id, n.raised_at, n.body
            from place p left join (found f join notice n using (position)) on true
            order by n.position desc""";

    private final Pool pool;

    AtomStore(Pool pool) {
        this.pool = pool;
    }

    /** A notice, and when it was raised by the wall clock. */
    record Item(long position, String id, Instant raisedAt, byte[] body) {}

    /**
     * Some notices, newest first.
     *
     * @param newest the position of the newest of all, when these were read
     */
    record Found(UUID epoch, long newest, List<Item> items) {
        Found {
            items = List.copyOf(items);
        }
    }

    /** One more than is asked for, if there are more. */
    Uni<Found> read(AtomQuery query) {
        return find(query).map(AtomStore::found);
    }

    private Uni<RowSet<Row>> find(AtomQuery query) {
        Tuple parameters = Tuple.tuple()
                .addLong(query.before().map(FeedCursor::position).orElse(null))
                .addInteger(query.limit() + 1);
        boolean allKinds = query.kinds().isEmpty();
        if (!query.subjects().all()) {
            parameters
                    .addArrayOfShort(allKinds ? null : query.storedKinds())
                    .addArrayOfString(query.subjects().exact())
                    .addArrayOfString(query.subjects().providers());
            return pool.preparedQuery(BY_SUBJECT).execute(parameters);
        }
        return allKinds
                ? pool.preparedQuery(ALL).execute(parameters)
                : pool.preparedQuery(BY_KIND).execute(parameters.addArrayOfShort(query.storedKinds()));
    }

    private static Found found(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        List<Item> items = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getLong("position") != null)
                .map(AtomStore::item)
                .toList();
        return new Found(first.getUUID("epoch"), first.getLong("newest"), items);
    }

    private static Item item(Row row) {
        return new Item(
                row.getLong("position"),
                row.getString("id"),
                row.getOffsetDateTime("raised_at").toInstant(),
                row.getBuffer("body").getBytes());
    }
}
