package dev.forewarn.notice;

import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.sql.Columns;
import dev.forewarn.subscription.Filter;
import dev.forewarn.subscription.SubjectPattern;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads cutoffs that have something due, those soonest due first. */
@Singleton
class ScheduleStore {

    /** Those whose window is over before the notices that are asked for have none of them left. */
    static final String DUE =
            """
            select c.id, c.next_due_at, c.document, exists (
                select from acknowledgement a
                where a.cutoff_id = c.id and a.subscription_id = $10::bigint and a.window_start <= c.window_start
            ) as acknowledged
            from cutoff c
            where c.next_due_at >= $1 and (c.next_due_at, c.id) > ($1, $2::text)
                and coalesce(c.window_end, c.window_start) >= $3
                and ($4::text[] is null or c.subject = any ($4) or split_part(c.subject, '/', 1) = any ($5::text[]))
                and ($6::text[] is null or c.milestone = any ($6))
                and ($7::text[] is null or c.channel = '*' or c.channel = any ($7))
                and ($8::text[] is null or c.region = '*' or c.region = any ($8))
            order by c.next_due_at, c.id
            limit $9""";

    private static final String ALL = "*";
    private static final String ANY_NAME = "/*";

    private final Pool pool;
    private final Documents documents;

    ScheduleStore(Pool pool, Documents documents) {
        this.pool = pool;
        this.documents = documents;
    }

    /** A cutoff, when its next notice is due, and whether the subscription has acknowledged it. */
    record Scheduled(Cutoff cutoff, Instant nextDueAt, boolean acknowledged) {}

    /** Behind which cutoff a chunk begins. */
    record Behind(Instant nextDueAt, String id) {

        static final Behind NONE = new Behind(Instant.parse("0001-01-01T00:00:00Z"), "");

        static Behind of(Scheduled last) {
            return new Behind(last.nextDueAt(), last.cutoff().id().value());
        }
    }

    /**
     * Those that the filter takes.
     *
     * @param subscription whose acknowledgements count, if any do
     * @param from when the first notice that is asked for is due
     */
    Uni<List<Scheduled>> due(Filter filter, Optional<Long> subscription, Instant from, Behind behind, int limit) {
        boolean allSubjects = filter.subjects().isEmpty() || named(filter, ALL::equals).length > 0;
        Tuple parameters = Tuple.tuple()
                .addOffsetDateTime(Columns.utc(behind.nextDueAt()))
                .addString(behind.id())
                .addOffsetDateTime(Columns.utc(from))
                .addArrayOfString(allSubjects ? null : named(filter, pattern -> !pattern.endsWith(ALL)))
                .addArrayOfString(providers(filter))
                .addArrayOfString(words(filter.milestones()))
                .addArrayOfString(places(filter.channels()))
                .addArrayOfString(places(filter.regions()))
                .addInteger(limit)
                .addLong(subscription.orElse(null));
        return pool.preparedQuery(DUE).execute(parameters).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(this::scheduled)
                .toList());
    }

    private Scheduled scheduled(Row row) {
        return new Scheduled(
                documents.cutoff(row.getString("document")),
                row.getOffsetDateTime("next_due_at").toInstant(),
                row.getBoolean("acknowledged"));
    }

    private static String[] named(Filter filter, Predicate<String> which) {
        return filter.subjects().stream()
                .map(SubjectPattern::value)
                .filter(which)
                .toArray(String[]::new);
    }

    private static String[] providers(Filter filter) {
        return filter.subjects().stream()
                .map(SubjectPattern::value)
                .filter(pattern -> pattern.endsWith(ANY_NAME))
                .map(pattern -> pattern.substring(0, pattern.length() - ANY_NAME.length()))
                .toArray(String[]::new);
    }

    private static String @Nullable [] words(List<? extends Word> words) {
        return words.isEmpty() ? null : words.stream().map(Word::word).toArray(String[]::new);
    }

    private static String @Nullable [] places(List<String> filter) {
        return filter.isEmpty() || filter.contains(Scope.EVERYWHERE) ? null : filter.toArray(String[]::new);
    }
}
