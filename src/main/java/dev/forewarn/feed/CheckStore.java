package dev.forewarn.feed;

import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Word;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads what a check needs: each method is one statement, however many subjects are checked. */
@Singleton
final class CheckStore {

    /** How many that are called the same are told; there may be more. */
    static final int MOST_CANDIDATES = 10;

    /** Gathered before it is cut: for the sake of the first few, a planner would rather read all subjects. */
    static final String NAMED =
            """
            select asked.text, exact.id, (
                select (array_agg(id order by id))[1:$2::integer]
                from subject
                where called(id collate "default", name, aliases) @> array[lower(asked.text collate "default")]
            ) as called
            from unnest($1::text[]) as asked(text) left join lateral (
                select id from subject where id = asked.text limit 1
            ) exact on true""";

    /** A subject's cutoffs are few; should there be very many, those that start last are left out. */
    private static final String CUTOFFS =
            """
            select s.id, c.document
            from unnest($1::text[]) as asked(id) join subject s on s.id = asked.id left join lateral (
                select document, window_start, id from cutoff
                where subject = asked.id and revision > 0 and not withdrawn
                  and milestone = any($2)
                  and ($3::text[] is null or channel = any($3))
                  and ($4::text[] is null or region = any($4))
                  and ($5::text[] is null or audience = any($5))
                order by coalesce(window_start, 'infinity'), id
                limit 1000) c on true""";

    private static final String CLAIMS =
            """
            select c.cutoff_id, c.source, c.said_at, e.time, e.statement, r.read_at, r.missing_at, (
                select case when count(*) = count(t.window_start) then max(coalesce(t.window_end, t.window_start)) end
                from claim_follows f left join cutoff t on t.id = f.followed_id
                where f.cutoff_id = c.cutoff_id and f.source = c.source
            ) as followed_end
            from claim c
            join event e on e.source = c.source and e.id = c.event_id
            left join confirmation r on r.cutoff_id = c.cutoff_id and r.source = c.source
            where c.cutoff_id = any($1) and c.live
            order by c.source""";

    private final Documents documents;

    CheckStore(Documents documents) {
        this.documents = documents;
    }

    /**
     * The ids of the subjects that are meant, by what was asked for: the one that is named so, or else all that are
     * called so, in capitals or not.
     */
    Uni<Map<String, List<String>>> named(SqlConnection tx, List<String> asked) {
        return tx.preparedQuery(NAMED)
                .execute(Tuple.of(asked.toArray(String[]::new), MOST_CANDIDATES + 1))
                .map(rows -> stream(rows).collect(Collectors.toMap(row -> row.getString("text"), CheckStore::meant)));
    }

    private static List<String> meant(Row row) {
        Optional<String> exact = Optional.ofNullable(row.getString("id"));
        Optional<String[]> called = Optional.ofNullable(row.getArrayOfStrings("called"));
        return exact.map(List::of).orElseGet(() -> called.map(List::of).orElse(List.of()));
    }

    /** The cutoffs that the terms name, of each of these subjects that is known. */
    Uni<Map<String, List<Cutoff>>> cutoffs(SqlConnection tx, Collection<String> subjects, CheckTerms terms) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(subjects.toArray(String[]::new))
                .addArrayOfString(terms.milestones().stream().map(Word::word).toArray(String[]::new))
                .addArrayOfString(orEverywhere(terms.channels()))
                .addArrayOfString(orEverywhere(terms.regions()))
                .addArrayOfString(orEverywhere(terms.audiences()));
        return tx.preparedQuery(CUTOFFS).execute(parameters).map(this::bySubject);
    }

    /** The live claims about these cutoffs, by the cutoffs' ids. */
    Uni<Map<String, List<ClaimRow>>> claims(SqlConnection tx, Collection<String> cutoffs) {
        return tx.preparedQuery(CLAIMS)
                .execute(Tuple.tuple().addArrayOfString(cutoffs.toArray(String[]::new)))
                .map(rows -> stream(rows)
                        .collect(Collectors.groupingBy(
                                row -> row.getString("cutoff_id"),
                                Collectors.mapping(row -> ClaimRow.of(row, documents), Collectors.toList()))));
    }

    private Map<String, List<Cutoff>> bySubject(RowSet<Row> rows) {
        Map<String, List<Cutoff>> found = new LinkedHashMap<>();
        for (Row row : rows) {
            List<Cutoff> cutoffs = found.computeIfAbsent(row.getString("id"), any -> new ArrayList<>());
            if (row.getString("document") != null) {
                cutoffs.add(documents.cutoff(row.getString("document")));
            }
        }
        return found;
    }

    private static String @Nullable [] orEverywhere(List<String> named) {
        return named.isEmpty()
                ? null
                : Stream.concat(named.stream(), Stream.of(Scope.EVERYWHERE)).toArray(String[]::new);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
