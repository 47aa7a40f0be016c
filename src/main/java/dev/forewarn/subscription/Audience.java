package dev.forewarn.subscription;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Finds the subscriptions that take a notice, chunk by chunk. */
@Singleton
public final class Audience {

    /**
     * Parameters: patterns, cursor, limit, bits of milestone, kind and lead times, channel, region.
     *
     * <p>A chunk ends before the first row that one of the patterns has beyond the limit, whatever the filters say, so
     * that its cost is bounded however few take the notice. Each pattern is a range of the primary key; one condition
     * for all of them would sort every row they have. The look at subscription is lateral so that it is one by id for
     * each, whatever the planner thinks of their number.
     */
    static final String CHUNK =
            """
            with pattern as (
                select unnest($1::text[]) collate "C" as value
            ), bound as (
                select min(beyond.subscription_id) as before
                from pattern cross join lateral (
                    select subscription_id
                    from subscription_subject
                    where subscription_subject.pattern = pattern.value and subscription_id > $2
                    order by subscription_id
                    offset $3 limit 1) as beyond
            ), taking as (
                select distinct route.subscription_id as id
                from pattern cross join lateral (
                    select subscription_id
                    from subscription_subject
                    where subscription_subject.pattern = pattern.value
                        and subscription_id > $2
                        and subscription_id < coalesce((select before from bound), 9223372036854775807)
                        and milestones & $4::integer <> 0
                        and kinds & $5::integer <> 0
                        and ($6::integer = 0 or lead_times & $6::integer <> 0)
                        and (channels is null or $7::text = '*' or $7::text = any (channels))
                        and (regions is null or $8::text = '*' or $8::text = any (regions))) as route
            )
            select bound.before, target.*
            from bound left join (
                taking cross join lateral (
                    select subscription.id, public_id, url, format, secret, previous_secret, previous_secret_until, headers
                    from subscription
                    where subscription.id = taking.id and state in ('active', 'failing')
                    limit 1) as target
            ) on true
            order by target.id""";

    private final Pool pool;
    private final Targets targets;

    Audience(Pool pool, Targets targets) {
        this.pool = pool;
        this.targets = targets;
    }

    /**
     * A part of those who take a notice, in the order of their ids.
     *
     * @param targets may be none, though it is not the last
     * @param upTo what to go on after, once the targets are settled
     * @param last whether there is nothing behind
     */
    public record Chunk(List<Target> targets, long upTo, boolean last) {
        public Chunk {
            targets = List.copyOf(targets);
        }
    }

    /**
     * The subscriptions that may be sent to behind {@code after} that take the notice; it looks at no more than {@code limit} for
     * each of the patterns that take its subject.
     */
    public Uni<Chunk> chunk(Interest interest, long after, int limit) {
        return pool.preparedQuery(CHUNK)
                .execute(parameters(interest, after, limit))
                .map(rows -> chunk(rows, after));
    }

    static Tuple parameters(Interest interest, long after, int limit) {
        return Tuple.tuple()
                .addArrayOfString(SubjectPattern.taking(interest.subject()).stream()
                        .map(SubjectPattern::value)
                        .toArray(String[]::new))
                .addLong(after)
                .addLong((long) limit)
                .addInteger(Mask.of(interest.milestone()))
                .addInteger(Mask.of(interest.kind()))
                .addInteger(interest.leadTimes())
                .addString(interest.channel())
                .addString(interest.region());
    }

    private Chunk chunk(RowSet<Row> rows, long after) {
        List<Target> found = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getLong("id") != null)
                .map(targets::target)
                .toList();
        // There is always a row; without a bound, nothing lies behind.
        Optional<Long> before = Optional.ofNullable(rows.iterator().next().getLong("before"));
        long end = found.isEmpty() ? after : found.get(found.size() - 1).id();
        return new Chunk(found, before.map(bound -> bound - 1).orElse(end), before.isEmpty());
    }
}
