package dev.forewarn.feed;

import dev.forewarn.feed.CutoffDossier.RaisedView;
import dev.forewarn.feed.CutoffDossier.RevisionView;
import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.NoticeKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads all that is stored about one cutoff, as it is at one moment. */
@Singleton
final class DossierStore {

    private static final String ONE_MOMENT = "set transaction isolation level repeatable read, read only";

    private static final String CUTOFF =
            """
            select document, next_due_at from cutoff where id = $1 and revision > 0""";

    private static final String CLAIMS =
            """
            select c.source, c.said_at, e.time, e.statement, r.read_at, r.missing_at, (
                select case when count(*) = count(t.window_start) then max(coalesce(t.window_end, t.window_start)) end
                from claim_follows f left join cutoff t on t.id = f.followed_id
                where f.cutoff_id = c.cutoff_id and f.source = c.source
            ) as followed_end
            from claim c
            join event e on e.source = c.source and e.id = c.event_id
            left join confirmation r on r.cutoff_id = c.cutoff_id and r.source = c.source
            where c.cutoff_id = $1
            order by c.source""";

    private static final String REVISIONS =
            """
            select source, said_at, recorded_at, document from (
                select * from revision where cutoff_id = $1 order by revision desc limit $2
            ) newest
            order by revision""";

    /** By subject, because that is what there is an index for. */
    private static final String NOTICES =
            """
            select position, id, kind, raised_at, voided_by is not null as voided,
                   convert_from(body, 'UTF8')::json #>> '{data,leadTime}' as lead_time
            from (
                select * from notice
                where subject = (select subject from cutoff where id = $1) and cutoff_id = $1
                order by position desc
                limit $2
            ) newest
            order by position""";

    /** How many revisions and how many notices are shown: the newest. */
    static final int NEWEST = 1_000;

    private final Pool pool;
    private final Documents documents;

    DossierStore(Pool pool, Documents documents) {
        this.pool = pool;
        this.documents = documents;
    }

    /** @param nextDueAt when its next notice is due */
    record Counting(Cutoff cutoff, Optional<Instant> nextDueAt) {}

    /** @param counting empty if there is no such cutoff */
    record Stored(
            Optional<Counting> counting, List<ClaimRow> claims, List<RevisionView> history, List<RaisedView> raised) {}

    Uni<Stored> read(CutoffId id) {
        return pool.withTransaction(tx -> read(tx, Tuple.of(id.value()), Tuple.of(id.value(), NEWEST)));
    }

    private Uni<Stored> read(SqlConnection tx, Tuple id, Tuple newestOfId) {
        return Uni.combine()
                .all()
                .unis(
                        tx.query(ONE_MOMENT).execute(),
                        tx.preparedQuery(CUTOFF).execute(id),
                        tx.preparedQuery(CLAIMS).execute(id),
                        tx.preparedQuery(REVISIONS).execute(newestOfId),
                        tx.preparedQuery(NOTICES).execute(newestOfId))
                .with((set, cutoff, claims, revisions, notices) -> new Stored(
                        list(cutoff, this::counting).stream().findFirst(),
                        list(claims, row -> ClaimRow.of(row, documents)),
                        list(revisions, this::revision),
                        list(notices, DossierStore::raised)));
    }

    private Counting counting(Row row) {
        return new Counting(documents.cutoff(row.getString("document")), instant(row, "next_due_at"));
    }

    private RevisionView revision(Row row) {
        return RevisionView.of(
                documents.cutoff(row.getString("document")),
                row.getString("source"),
                instant(row, "said_at").orElseThrow(),
                instant(row, "recorded_at").orElseThrow());
    }

    private static RaisedView raised(Row row) {
        return new RaisedView(
                row.getString("id"),
                NoticeKind.values()[row.getShort("kind")],
                Optional.ofNullable(row.getString("lead_time")),
                row.getLong("position"),
                instant(row, "raised_at").orElseThrow(),
                row.getBoolean("voided"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
        return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
    }
}
