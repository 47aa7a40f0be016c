package dev.forewarn.feed;

import dev.forewarn.feed.Outlook.MonthCount;
import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.sql.Columns;
import dev.forewarn.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads cutoffs along the calendar. Each statement reads a stretch of an index, and no more than it answers if nothing is filtered. */
@Singleton
final class OutlookStore {

    static final String FORWARD =
            """
            select c.window_start, c.id, c.document
            from cutoff c
            where c.revision > 0
              and (coalesce(c.window_start, 'infinity'), c.id) > ($6::timestamptz, $7::text)
              and coalesce(c.window_start, 'infinity') < $8::timestamptz
              and (c.window_start > $9::timestamptz or c.window_end > $9)
              and ($1::text[] is null or c.subject = any($1) or split_part(c.subject, '/', 1) = any($2::text[]))
              and ($3::text is null or c.milestone = $3)
              and ($4::text is null or c.channel in ($4, '*'))
              and ($5::text is null or c.region in ($5, '*'))
            order by coalesce(c.window_start, 'infinity'), c.id
            limit $10""";

    static final String BACKWARD =
            """
            select c.window_start, c.id, c.document
            from cutoff c
            where c.revision > 0
              and (coalesce(c.window_start, 'infinity'), c.id) < ($6::timestamptz, $7::text)
              and c.window_end <= $8::timestamptz
              and ($1::text[] is null or c.subject = any($1) or split_part(c.subject, '/', 1) = any($2::text[]))
              and ($3::text is null or c.milestone = $3)
              and ($4::text is null or c.channel in ($4, '*'))
              and ($5::text is null or c.region in ($5, '*'))
            order by coalesce(c.window_start, 'infinity') desc, c.id desc
            limit $9""";

    static final String ANY_DAY =
            """
            select c.window_start, c.id, c.document
            from cutoff c
            where c.window_end is null and c.window_start <= $6::timestamptz
              and ($1::text[] is null or c.subject = any($1) or split_part(c.subject, '/', 1) = any($2::text[]))
              and ($3::text is null or c.milestone = $3)
              and ($4::text is null or c.channel in ($4, '*'))
              and ($5::text is null or c.region in ($5, '*'))
            order by c.window_start desc, c.id desc
            limit $7""";

    private static final String WITHOUT_DATE =
            """
            select c.window_start, c.id, c.document
            from cutoff c
            where c.revision > 0
              and (coalesce(c.window_start, 'infinity'), c.id) > ('infinity'::timestamptz, $6::text)
              and c.withdrawn = $7::boolean
              and ($1::text[] is null or c.subject = any($1) or split_part(c.subject, '/', 1) = any($2::text[]))
              and ($3::text is null or c.milestone = $3)
              and ($4::text is null or c.channel in ($4, '*'))
              and ($5::text is null or c.region in ($5, '*'))
            order by coalesce(c.window_start, 'infinity'), c.id
            limit $8""";

    static final String MONTHS =
            """
            select date_trunc('month', c.window_start, 'UTC') as month,
                   count(*) filter (where c.certainty = 'committed')::integer as committed,
                   count(*) filter (where c.certainty = 'earliest')::integer as earliest,
                   count(*) filter (where c.certainty = 'tentative')::integer as tentative
            from cutoff c
            where c.revision > 0
              and coalesce(c.window_start, 'infinity') >= $6::timestamptz
              and coalesce(c.window_start, 'infinity') < $7::timestamptz
              and ($1::text[] is null or c.subject = any($1) or split_part(c.subject, '/', 1) = any($2::text[]))
              and ($3::text is null or c.milestone = $3)
              and ($4::text is null or c.channel in ($4, '*'))
              and ($5::text is null or c.region in ($5, '*'))
            group by month
            order by month""";

    private final Documents documents;

    OutlookStore(Documents documents) {
        this.documents = documents;
    }

    /** Which of them are read, of any stretch. */
    record Selection(
            SubjectPatterns subjects, Optional<Word> milestone, Optional<String> channel, Optional<String> region) {

        private Tuple parameters() {
            return Tuple.tuple()
                    .addArrayOfString(subjects.all() ? null : subjects.exact())
                    .addArrayOfString(subjects.providers())
                    .addString(milestone.map(Word::word).orElse(null))
                    .addString(channel.orElse(null))
                    .addString(region.orElse(null));
        }
    }

    /**
     * A stretch, forward.
     *
     * @param until windows that start earlier
     * @param ending windows that end later than this
     */
    record Stretch(CutoffPlace place, Instant until, Instant ending) {}

    Uni<Page<Cutoff>> forward(SqlConnection tx, Selection selection, Stretch stretch, int limit) {
        Tuple parameters = at(selection.parameters(), stretch.place())
                .addOffsetDateTime(Columns.utc(stretch.until()))
                .addOffsetDateTime(Columns.utc(stretch.ending()))
                .addInteger(limit + 1);
        return list(tx, FORWARD, parameters, limit);
    }

    /** Those that are over, the latest first. */
    Uni<Page<Cutoff>> backward(SqlConnection tx, Selection selection, CutoffPlace place, Instant now, int limit) {
        Tuple parameters = at(selection.parameters(), place)
                .addOffsetDateTime(Columns.utc(now))
                .addInteger(limit + 1);
        return list(tx, BACKWARD, parameters, limit);
    }

    /** Those that have begun and have no end, the latest first. */
    Uni<Page<Cutoff>> anyDay(SqlConnection tx, Selection selection, Instant now, int limit) {
        Tuple parameters =
                selection.parameters().addOffsetDateTime(Columns.utc(now)).addInteger(limit + 1);
        return list(tx, ANY_DAY, parameters, limit);
    }

    Uni<Page<Cutoff>> withoutDate(
            SqlConnection tx, Selection selection, boolean withdrawn, Optional<CutoffPlace> place, int limit) {
        Tuple parameters = selection
                .parameters()
                .addString(place.map(CutoffPlace::id).orElse(""))
                .addBoolean(withdrawn)
                .addInteger(limit + 1);
        return list(tx, WITHOUT_DATE, parameters, limit);
    }

    Uni<List<MonthCount>> months(SqlConnection tx, Selection selection, Instant from, Instant until) {
        Tuple parameters =
                selection.parameters().addOffsetDateTime(Columns.utc(from)).addOffsetDateTime(Columns.utc(until));
        return tx.preparedQuery(MONTHS)
                .execute(parameters)
                .map(rows -> stream(rows).map(OutlookStore::month).toList());
    }

    private Uni<Page<Cutoff>> list(SqlConnection tx, String statement, Tuple parameters, int limit) {
        return tx.preparedQuery(statement).execute(parameters).map(rows -> Page.of(
                        stream(rows).map(this::listed).toList(), limit, Listed::cursor)
                .map(Listed::cutoff));
    }

    private record Listed(CutoffPlace place, Cutoff cutoff) {
        String cursor() {
            return place.toString();
        }
    }

    private Listed listed(Row row) {
        Optional<Instant> start =
                Optional.ofNullable(row.getOffsetDateTime("window_start")).map(OffsetDateTime::toInstant);
        return new Listed(new CutoffPlace(start, row.getString("id")), documents.cutoff(row.getString("document")));
    }

    private static MonthCount month(Row row) {
        return new MonthCount(
                YearMonth.from(row.getOffsetDateTime("month").withOffsetSameInstant(ZoneOffset.UTC)),
                row.getInteger("committed"),
                row.getInteger("earliest"),
                row.getInteger("tentative"));
    }

    private static Tuple at(Tuple parameters, CutoffPlace place) {
        return parameters.addOffsetDateTime(utc(place.start())).addString(place.id());
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> at) {
        return at.map(Columns::utc).orElse(null);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
