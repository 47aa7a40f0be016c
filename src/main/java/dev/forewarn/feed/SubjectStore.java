package dev.forewarn.feed;

import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads subjects, by their id. */
@Singleton
final class SubjectStore {

    private static final String LIST =
            """
            select id, name, kind, aliases from subject
            where id > $1
              and ($2::text is null or id >= $2 || '/' and id < $2 || '0')
              and ($3::text is null
                   or strpos(lower(id), lower($3)) > 0
                   or strpos(lower(name), lower($3)) > 0
                   or exists (select from unnest(aliases) as a(alias) where strpos(lower(alias), lower($3)) > 0))
              and ($5::text[] is null or id = any($5) or split_part(id, '/', 1) = any($6::text[]))
            order by id
            limit $4""";

    private static final String ONE = "select id, name, kind, aliases from subject where id = $1";

    private final Pool pool;

    SubjectStore(Pool pool) {
        this.pool = pool;
    }

    Uni<Page<DescribedSubject>> list(SubjectQuery query) {
        SubjectPatterns subjects = query.subjects();
        Tuple parameters = Tuple.tuple()
                .addString(query.after())
                .addString(query.provider().orElse(null))
                .addString(query.search().orElse(null))
                .addInteger(query.limit() + 1)
                .addArrayOfString(subjects.all() ? null : subjects.exact())
                .addArrayOfString(subjects.providers());
        return pool.preparedQuery(LIST)
                .execute(parameters)
                .map(rows -> Page.of(subjects(rows), query.limit(), last -> SubjectQuery.cursor(last.id())));
    }

    Uni<Optional<DescribedSubject>> one(SubjectId id) {
        return pool.preparedQuery(ONE).execute(Tuple.of(id.toString())).map(rows -> subjects(rows).stream()
                .findFirst());
    }

    private static List<DescribedSubject> subjects(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(SubjectStore::subject)
                .toList();
    }

    private static DescribedSubject subject(Row row) {
        return new DescribedSubject(
                SubjectId.parse(row.getString("id")),
                row.getString("name"),
                Word.parse(SubjectKind.class, row.getString("kind")),
                List.of(row.getArrayOfStrings("aliases")));
    }
}
