package dev.forewarn.feed;

import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.sql.Columns;
import dev.forewarn.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Lists cutoffs by the start of their window, undated ones last. The status is told as {@code Cutoff.status} does. */
@Singleton
final class CutoffStore {

    private static final String ALL =
            """
            select c.window_start, c.id, c.document
            from cutoff c
            where c.revision > 0
              and (coalesce(c.window_start, 'infinity'), c.id) > (coalesce($1::timestamptz, 'infinity'), $2::text)
              and ($3::text[] is null or c.milestone = any($3))
              and ($4::text[] is null or c.channel = any($4))
              and ($5::text[] is null or c.region = any($5))
              and ($6::timestamptz is null or c.window_start >= $6)
              and ($7::timestamptz is null or c.window_start < $7)
              and case
                    when c.withdrawn then 'withdrawn'
                    when c.window_start is null then 'undated'
                    when c.window_start > $8::timestamptz then 'upcoming'
                    when c.certainty = 'committed' and c.window_end <= $8 then 'passed'
                    else 'open'
                  end = any($9::text[])
            order by coalesce(c.window_start, 'infinity'), c.id
            limit $10""";

    private static final String BY_SUBJECT =
            """
            with wanted as (
                select unnest($11::text[]) as id
                union
                select s.id from unnest($12::text[]) as p(provider)
                join subject s on s.id >= p.provider || '/' and s.id < p.provider || '0'
            )
            select c.window_start, c.id, c.document
            from cutoff c
            where c.subject = any(array(select id from wanted))
              and c.revision > 0
              and (coalesce(c.window_start, 'infinity'), c.id) > (coalesce($1::timestamptz, 'infinity'), $2::text)
              and ($3::text[] is null or c.milestone = any($3))
              and ($4::text[] is null or c.channel = any($4))
              and ($5::text[] is null or c.region = any($5))
              and ($6::timestamptz is null or c.window_start >= $6)
              and ($7::timestamptz is null or c.window_start < $7)
              and case
                    when c.withdrawn then 'withdrawn'
                    when c.window_start is null then 'undated'
                    when c.window_start > $8::timestamptz then 'upcoming'
                    when c.certainty = 'committed' and c.window_end <= $8 then 'passed'
                    else 'open'
                  end = any($9::text[])
            order by coalesce(c.window_start, 'infinity'), c.id
            limit $10""";

    private static final String OF_SUBJECT =
            """
            select window_start, id, document from cutoff
            where subject = $1 and revision > 0
            order by coalesce(window_start, 'infinity'), id""";

    private final Pool pool;
    private final Documents documents;

    CutoffStore(Pool pool, Documents documents) {
        this.pool = pool;
        this.documents = documents;
    }

    /** @param now by which the status is told */
    Uni<Page<Cutoff>> list(CutoffQuery query, Instant now) {
        Tuple parameters = parameters(query, now);
        return (query.subjects().all()
                        ? pool.preparedQuery(ALL).execute(parameters)
                        : pool.preparedQuery(BY_SUBJECT).execute(withSubjects(parameters, query.subjects())))
                .map(rows -> Page.of(
                        listed(rows), query.limit(), last -> last.place().toString()))
                .map(page ->
                        new Page<>(page.items().stream().map(Listed::cutoff).toList(), page.next()));
    }

    /** All cutoffs of a subject, those that were withdrawn among them. */
    Uni<List<Cutoff>> of(SubjectId subject) {
        return pool.preparedQuery(OF_SUBJECT)
                .execute(Tuple.of(subject.toString()))
                .map(rows -> listed(rows).stream().map(Listed::cutoff).toList());
    }

    private record Listed(CutoffPlace place, Cutoff cutoff) {}

    private static Tuple parameters(CutoffQuery query, Instant now) {
        return Tuple.tuple()
                .addOffsetDateTime(utc(query.place().start()))
                .addString(query.place().id())
                .addArrayOfString(words(query.milestones()))
                .addArrayOfString(
                        query.channels().isEmpty() ? null : query.channels().toArray(String[]::new))
                .addArrayOfString(
                        query.regions().isEmpty() ? null : query.regions().toArray(String[]::new))
                .addOffsetDateTime(utc(query.after()))
                .addOffsetDateTime(utc(query.before()))
                .addOffsetDateTime(Columns.utc(now))
                .addArrayOfString(words(query.statuses()))
                .addInteger(query.limit() + 1);
    }

    private static Tuple withSubjects(Tuple parameters, SubjectPatterns subjects) {
        return parameters.addArrayOfString(subjects.exact()).addArrayOfString(subjects.providers());
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> at) {
        return at.map(Columns::utc).orElse(null);
    }

    private static String @Nullable [] words(List<? extends Word> words) {
        return words.isEmpty() ? null : words.stream().map(Word::word).toArray(String[]::new);
    }

    private List<Listed> listed(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(this::listed).toList();
    }

    private Listed listed(Row row) {
        Optional<Instant> start =
                Optional.ofNullable(row.getOffsetDateTime("window_start")).map(OffsetDateTime::toInstant);
        return new Listed(new CutoffPlace(start, row.getString("id")), documents.cutoff(row.getString("document")));
    }
}
