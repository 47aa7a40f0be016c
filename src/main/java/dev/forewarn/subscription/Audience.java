package dev.forewarn.subscription;

import dev.forewarn.sql.Columns;
import dev.forewarn.subscription.Targets.Version;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the subscriptions that take a notice, chunk by chunk. */
@Singleton
public final class Audience {

    /**
     * Parameters, a row for each notice: subject, the pattern of its provider, cursor, bits of milestone, kind and lead times,
     * channel, region, and
     * of what counts down the cutoff and its start; then the limit.
     *
     * <p>A chunk ends before the first row that one of the patterns has beyond the limit, whatever the filters say, so
     * that its cost is bounded however few take the notice. Each pattern is a range of the primary key; one condition
     * for all of them would sort every row they have. Who has acknowledged the cutoff is read once
     * for a chunk, and not at all for what does not count down.
     *
     * <p>The answer has a row for each notice, and behind them one with the versions of the rows of all subscriptions that
     * are named and told at present: many notices are for the same ones. Nothing else of them is read, since it is mostly
     * known. That look is lateral so that it is one by id for each, whatever the planner thinks of their number.
     */
    static final String CHUNKS =
            """
            with taken as materialized (
                select asked.n, bound.before, found.ids
                from unnest($1::text[], $2::text[], $3::bigint[], $4::integer[], $5::integer[], $6::integer[], $7::text[],
                            $8::text[], $9::text[], $10::timestamptz[]) with ordinality
                        as asked(subject, provider, after, milestone, kind, lead_times, channel, region, cutoff, start, n)
                    cross join lateral (
                        select array[asked.subject, asked.provider, '*'] as patterns
                    ) as of
                    cross join lateral (
                        select min(beyond.subscription_id) as before
                        from unnest(of.patterns) as patterns(value) cross join lateral (
                            select subscription_id
                            from subscription_subject
                            -- As rows, which only the index by pattern can find: planned while few are subscribed, or all
                            -- by one pattern, the index by subscription would look as good, and read all for each notice.
                            where (pattern, subscription_id) > (patterns.value collate "C", asked.after)
                                and pattern <= patterns.value collate "C"
                            order by pattern, subscription_id
                            offset $11 limit 1) as beyond
                    ) as bound
                    cross join lateral (
                        select array_agg(taking.id order by taking.id) as ids
                        from (
                            select distinct route.subscription_id as id
                            from unnest(of.patterns) as patterns(value) cross join lateral (
                                select subscription_id
                                from (
                                    -- No pattern has more of them before the bound.
                                    select *
                                    from subscription_subject
                                    where (pattern, subscription_id) > (patterns.value collate "C", asked.after)
                                        and pattern <= patterns.value collate "C"
                                    order by pattern, subscription_id
                                    limit $11) as stretch
                                where subscription_id < coalesce(bound.before, 9223372036854775807)
                                    and milestones & asked.milestone <> 0
                                    and kinds & asked.kind <> 0
                                    and (asked.lead_times = 0 or lead_times & asked.lead_times <> 0)
                                    and (channels is null or asked.channel = '*' or asked.channel = any (channels))
                                    and (regions is null or asked.region = '*' or asked.region = any (regions))) as route
                            where asked.cutoff is null
                                or route.subscription_id not in (
                                    select acknowledgement.subscription_id
                                    from acknowledgement
                                    where acknowledgement.cutoff_id = asked.cutoff
                                        and acknowledgement.subscription_id > asked.after
                                        and acknowledgement.subscription_id < coalesce(bound.before, 9223372036854775807)
                                        and acknowledgement.window_start <= asked.start)
                        ) as taking
                    ) as found
            )
            select n, before, ids, null::bigint[] as versions from taken
            union all
            select null, null, array_agg(target.id), array_agg(target.version)
            from (
                select distinct unnest(ids) as id from taken
            ) as taking cross join lateral (
                select subscription.id, subscription.xmin::text::bigint as version
                from subscription
                where subscription.id = taking.id and state in ('active', 'failing')
                limit 1
            ) as target
            order by n nulls last""";

    /** For how many rows of each pattern it is counted who takes a notice. */
    private static final int COUNTED = 10_000;

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

    /** Whose next chunk is asked for: those behind {@code after} who take the notice. */
    public record Question(Interest interest, long after) {}

    /**
     * The next chunks, in the order of the questions. It looks at no more than {@code limit} subscriptions for each of the
     * patterns that take a notice's subject.
     */
    public Uni<List<Chunk>> chunks(List<Question> questions, int limit) {
        return pool.preparedQuery(CHUNKS)
                .execute(parameters(questions, limit))
                .flatMap(rows -> chunks(questions, rows));
    }

    /** The next chunk of one notice. */
    public Uni<Chunk> chunk(Interest interest, long after, int limit) {
        return chunks(List.of(new Question(interest, after)), limit).map(chunks -> chunks.get(0));
    }

    /**
     * How many take a notice now.
     *
     * @param orMore whether there may be more, whom it would cost too much to count
     */
    public record Count(long subscriptions, boolean orMore) {}

    /** Counts those who take the notice, as far as ten thousand of each pattern. */
    public Uni<Count> count(Interest interest) {
        return pool.preparedQuery(CHUNKS)
                .execute(parameters(List.of(new Question(interest, 0)), COUNTED))
                .map(rows ->
                        new Count(versions(rows).size(), rows.iterator().next().getLong("before") != null));
    }

    static Tuple parameters(List<Question> questions, int limit) {
        return Columns.of(questions)
                .text(question -> question.interest().subject().toString())
                .text(question ->
                        SubjectPattern.ofProvider(question.interest().subject()).value())
                .bigint(Question::after)
                .integer(question -> Mask.of(question.interest().milestone()))
                .integer(question -> Mask.of(question.interest().kind()))
                .integer(question -> question.interest().leadTimes())
                .text(question -> question.interest().channel())
                .text(question -> question.interest().region())
                .optionalText(question -> question.interest()
                        .countdown()
                        .map(countdown -> countdown.cutoff().value()))
                .optionalInstant(question -> question.interest().countdown().map(Countdown::start))
                .value((long) limit)
                .tuple();
    }

    private Uni<List<Chunk>> chunks(List<Question> questions, RowSet<Row> rows) {
        return targets.known(versions(rows)).map(known -> chunks(questions, rows, known));
    }

    private static List<Version> versions(RowSet<Row> rows) {
        List<Version> versions = new ArrayList<>();
        rows.forEach(row -> versions.addAll(versions(row)));
        return versions;
    }

    /** None but in the last row. */
    private static List<Version> versions(Row row) {
        Long[] ids = row.getArrayOfLongs("ids");
        Long[] versions = row.getArrayOfLongs("versions");
        return versions == null
                ? List.of()
                : IntStream.range(0, ids.length)
                        .mapToObj(i -> new Version(ids[i], versions[i]))
                        .toList();
    }

    private static List<Chunk> chunks(List<Question> questions, RowSet<Row> rows, Map<Long, Target> known) {
        List<Chunk> chunks = new ArrayList<>();
        Iterator<Row> row = rows.iterator();
        questions.forEach(question -> chunks.add(chunk(row.next(), question.after(), known)));
        return chunks;
    }

    /** Some of those who asked for it may be paused, or have gone since. */
    private static Chunk chunk(Row row, long after, Map<Long, Target> known) {
        Long[] ids = row.getArrayOfLongs("ids");
        List<Target> found = ids == null
                ? List.of()
                : Arrays.stream(ids).map(known::get).filter(Objects::nonNull).toList();
        // Without a bound, nothing lies behind.
        Optional<Long> before = Optional.ofNullable(row.getLong("before"));
        long end = ids == null ? after : ids[ids.length - 1];
        return new Chunk(found, before.map(bound -> bound - 1).orElse(end), before.isEmpty());
    }
}
