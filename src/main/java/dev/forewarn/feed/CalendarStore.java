package dev.forewarn.feed;

import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.sql.Columns;
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

/**
 * Reads what a calendar shows: cutoffs that have a date, and those that had one when they were withdrawn, as they were
 * then. The status is told as {@code Cutoff.status} does.
 */
@Singleton
final class CalendarStore {

    private static final String EVENTS =
            """
            with wanted as (
                select unnest($9::text[]) as id
                union
                select s.id from unnest($10::text[]) as p(provider)
                join subject s on s.id >= p.provider || '/' and s.id < p.provider || '0'
            )
            select c.document, shown.document as shown, changed.recorded_at
            from cutoff c
            join lateral (
                select r.document, r.document::json #>> '{standing,window,start}' as start
                from revision r
                where r.cutoff_id = c.id
                  and (not c.withdrawn or r.document::json #>> '{standing,window,start}' is not null)
                order by r.revision desc
                limit 1
            ) shown on shown.start is not null
            join lateral (
                select max(r.recorded_at) as recorded_at from revision r
                where r.cutoff_id = c.id and r.revision = c.revision
            ) changed on true
            where c.revision > 0
              and ($8 or c.subject in (select id from wanted))
              and ($1::text[] is null or c.milestone = any($1))
              and ($2::text[] is null or c.channel = any($2))
              and ($3::text[] is null or c.region = any($3))
              and ($4::timestamptz is null or shown.start::timestamptz >= $4)
              and ($5::timestamptz is null or shown.start::timestamptz < $5)
              and case
                    when c.withdrawn then 'withdrawn'
                    when c.window_start > $6::timestamptz then 'upcoming'
                    when c.certainty = 'committed' and c.window_end <= $6 then 'passed'
                    else 'open'
                  end = any($7::text[])
            order by shown.start::timestamptz, c.id
            limit $11""";

    private final Pool pool;
    private final Documents documents;

    CalendarStore(Pool pool, Documents documents) {
        this.pool = pool;
        this.documents = documents;
    }

    /**
     * An event of the calendar.
     *
     * @param cutoff as it is
     * @param shown as it had a date last: the same, if it is not withdrawn
     * @param changedAt when its revision was stored
     */
    record Dated(Cutoff cutoff, Cutoff shown, Instant changedAt) {}

    /**
     * In the order of their start.
     *
     * @param now by which the status is told
     */
    Uni<List<Dated>> read(CutoffQuery query, Instant now, int limit) {
        return pool.preparedQuery(EVENTS)
                .execute(parameters(query, now).addInteger(limit))
                .map(this::dated);
    }

    private static Tuple parameters(CutoffQuery query, Instant now) {
        return Tuple.tuple()
                .addArrayOfString(words(query.milestones()))
                .addArrayOfString(
                        query.channels().isEmpty() ? null : query.channels().toArray(String[]::new))
                .addArrayOfString(
                        query.regions().isEmpty() ? null : query.regions().toArray(String[]::new))
                .addOffsetDateTime(utc(query.after()))
                .addOffsetDateTime(utc(query.before()))
                .addOffsetDateTime(Columns.utc(now))
                .addArrayOfString(words(query.statuses()))
                .addBoolean(query.subjects().all())
                .addArrayOfString(query.subjects().exact())
                .addArrayOfString(query.subjects().providers());
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> at) {
        return at.map(Columns::utc).orElse(null);
    }

    private static String @Nullable [] words(List<? extends Word> words) {
        return words.isEmpty() ? null : words.stream().map(Word::word).toArray(String[]::new);
    }

    private List<Dated> dated(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(this::dated).toList();
    }

    private Dated dated(Row row) {
        return new Dated(
                documents.cutoff(row.getString("document")),
                documents.cutoff(row.getString("shown")),
                row.getOffsetDateTime("recorded_at").toInstant());
    }
}
