package dev.forewarn.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Reads the feed: one statement a poll. All notices, or those of some kinds, cost what is found, at most the limit for
 * each kind. Those of some subjects cost a look-up for each of these, which are all subjects of a provider where one is
 * asked for, and at most the limit for each of them; with kinds, too, also what these subjects have of other kinds.
 */
@Singleton
final class FeedStore {

    private static final String ALL =
            """
            with place as (
                select e.epoch, n.newest, coalesce($1::bigint, n.newest) as position
                from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
            )
            select p.epoch, p.newest, n.position, n.body
            from place p left join lateral (
                select position, body from notice where position > p.position order by position limit $2
            ) n on true
            order by n.position""";

    private static final String BY_KIND =
            """
            with place as (
                select e.epoch, n.newest, coalesce($1::bigint, n.newest) as position
                from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
            ), found as (
                select n.position
                from place p cross join unnest($3::smallint[]) as k(kind) cross join lateral (
                    select position from notice where kind = k.kind and position > p.position order by position limit $2
                ) n
                order by n.position limit $2
            )
            select p.epoch, p.newest, f.position,
                   (select body from notice n where n.position = f.position) as body
            from place p left join found f on true
            order by f.position""";

    private static final String BY_SUBJECT =
            """
            with place as (
                select e.epoch, n.newest, coalesce($1::bigint, n.newest) as position
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
                    where subject = w.id and position > p.position and ($3::smallint[] is null or kind = any($3))
                    order by position limit $2
                ) n
                order by n.position limit $2
            )
            select p.epoch, p.newest, f.position,
                   (select body from notice n where n.position = f.position) as body
            from place p left join found f on true
            order by f.position""";

    private static final String BY_ID = "select raised_at, body from notice where id = $1";

    private final Pool pool;

    FeedStore(Pool pool) {
        this.pool = pool;
    }

    Uni<FeedSlice> read(FeedQuery query) {
        return find(query).map(rows -> slice(rows, query.limit()));
    }

    /**
     * One notice.
     *
     * @param body its bytes
     */
    record Single(byte[] body, Instant raisedAt) {}

    Uni<Optional<Single>> notice(String id) {
        return pool.preparedQuery(BY_ID).execute(Tuple.of(id)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row ->
                        new Single(body(row), row.getOffsetDateTime("raised_at").toInstant()))
                .findFirst());
    }

    private Uni<RowSet<Row>> find(FeedQuery query) {
        Tuple parameters = Tuple.tuple().addLong(query.start().position()).addInteger(query.limit());
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

    private static FeedSlice slice(RowSet<Row> rows, int limit) {
        Row first = rows.iterator().next();
        List<FeedSlice.Item> items = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getLong("position") != null)
                .map(row -> new FeedSlice.Item(row.getLong("position"), body(row)))
                .toList();
        return new FeedSlice(first.getUUID("epoch"), first.getLong("newest"), items, items.size() == limit);
    }

    private static byte[] body(Row row) {
        return row.getBuffer("body").getBytes();
    }
}
