package dev.forewarn.ledger;

import dev.forewarn.lifecycle.Claim;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Docket.ClaimOf;
import dev.forewarn.lifecycle.Dossier;
import dev.forewarn.lifecycle.Due;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.LifecycleEvent.AboutCutoff;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The first flight of an append: takes the events in, locks what they are about, reads what is held about it. */
@Singleton
class LedgerReading {

    // One key of the advisory locks of this database: the graph of cutoffs that hang on others.
    private static final long GRAPH = 0x666f7265_0001L;

    /** While an edge is added nobody else reads the graph: two edges that close a cycle together can't both pass. */
    private static final String TAKE_IN =
            """
            with graph as materialized (
                select case when $9 then pg_advisory_xact_lock($8) else pg_advisory_xact_lock_shared($8) end
            )
            insert into event (source, id, type, time, cutoff_id, digest, statement)
            select e.*
            from graph, unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::bytea[], $7::text[]) as e
            on conflict do nothing
            returning source, id""";

    /** In the order of the ids, so that two replicas wait for each other and don't lock each other out. */
    private static final String LOCK_CUTOFFS =
            """
            select id, key, document, next_due_at, next_lead_time from cutoff
            where id = any (array(select with_followers($1)))
            order by id
            for no key update""";

    /** Those that the locked ones hang on are read without a lock: whoever changes them has to lock what hangs on them. */
    private static final String READ_FOLLOWED =
            """
            select id, key, document, next_due_at, next_lead_time from cutoff
            where id = any (array(select with_followed(array(select with_followers($1)) || $2::text[])))""";

    static final String READ_CLAIMS =
            """
            select c.cutoff_id, c.said_at, e.source, e.id, e.time, e.statement
            from claim c cross join lateral (
                select source, id, time, statement from event where source = c.source and id = c.event_id limit 1) as e
            where c.cutoff_id = any (array(select with_followed(array(select with_followers($1)) || $2::text[])))""";

    private static final String READ_DIGESTS =
            """
            select e.source, e.id, e.digest
            from unnest($1::text[], $2::text[]) as named(source, id) join event e using (source, id)""";

    private static final String READ_HISTORIES =
            """
            select e.source, e.id, e.time, e.cutoff_id, e.statement
            from unnest($1::text[], $2::text[]) as named(cutoff_id, source) join event e using (cutoff_id, source)""";

    private final Documents documents;

    LedgerReading(Documents documents) {
        this.documents = documents;
    }

    /**
     * What was held before the batch.
     *
     * @param inserted which of its events are new
     * @param dossiers also of cutoffs that are not there yet
     * @param stored those that are
     * @param edged the claims that hang on others
     */
    record Held(Set<Said.Name> inserted, List<Dossier> dossiers, Set<CutoffId> stored, Set<ClaimOf> edged) {}

    Uni<Held> take(SqlConnection tx, Batch batch) {
        Tuple ids = Tuple.of(ids(batch));
        // One flight: each statement is sent without waiting for the one before.
        return Uni.combine()
                .all()
                .unis(
                        tx.preparedQuery(TAKE_IN).execute(events(batch)),
                        tx.preparedQuery(LOCK_CUTOFFS).execute(ids),
                        claims(tx, batch))
                .asTuple()
                .flatMap(read -> followed(tx, batch, read.getItem3())
                        .map(followed -> held(
                                batch,
                                names(read.getItem1()),
                                Stream.concat(followed, stream(read.getItem2())),
                                read.getItem3())));
    }

    /**
     * What is held, and which of the events would be new: as {@link #take}, but nothing is taken in, and nothing locked.
     */
    Uni<Held> look(SqlConnection tx, Batch batch) {
        return Uni.combine()
                .all()
                .unis(digests(tx, batch.names()), all(tx, batch), claims(tx, batch))
                .with((known, cutoffs, claims) -> held(batch, unknown(batch, known.keySet()), stream(cutoffs), claims));
    }

    private static String[] ids(Batch batch) {
        return batch.cutoffs().stream().map(key -> key.id().value()).toArray(String[]::new);
    }

    private static String[] named(Batch batch) {
        return batch.followed().map(CutoffId::value).distinct().toArray(String[]::new);
    }

    private static Set<Said.Name> unknown(Batch batch, Set<Said.Name> known) {
        return batch.names().stream().filter(name -> !known.contains(name)).collect(Collectors.toUnmodifiableSet());
    }

    private Uni<Map<CutoffId, List<Claim>>> claims(SqlConnection tx, Batch batch) {
        return tx.preparedQuery(READ_CLAIMS)
                .execute(Tuple.of(ids(batch), named(batch)))
                .map(rows -> FoldingFailure.of(() -> stream(rows)
                        .collect(Collectors.groupingBy(
                                row -> new CutoffId(row.getString("cutoff_id")),
                                Collectors.mapping(this::claim, Collectors.toList())))));
    }

    /** Nearly always nothing hangs on anything. */
    private static Uni<Stream<Row>> followed(SqlConnection tx, Batch batch, Map<CutoffId, List<Claim>> claims) {
        boolean any = batch.followed().findAny().isPresent() || !edged(claims).isEmpty();
        return any
                ? all(tx, batch).map(rows -> others(batch, rows))
                : Uni.createFrom().item(Stream.empty());
    }

    /**
     * The batch's own were there when they were locked, or else were not: one that has come since must count as absent, so
     * that to insert it fails.
     */
    private static Stream<Row> others(Batch batch, RowSet<Row> followed) {
        Set<String> own = Set.of(ids(batch));
        return stream(followed).filter(row -> !own.contains(row.getString("id")));
    }

    private static Uni<RowSet<Row>> all(SqlConnection tx, Batch batch) {
        return tx.preparedQuery(READ_FOLLOWED).execute(Tuple.of(ids(batch), named(batch)));
    }

    /** @param rows of those twice there, the last counts: a locked row is newer than the same one read without a lock */
    private Held held(Batch batch, Set<Said.Name> inserted, Stream<Row> rows, Map<CutoffId, List<Claim>> claims) {
        Map<CutoffId, Dossier> dossiers = new HashMap<>();
        FoldingFailure.of(() -> rows.map(row -> dossier(row, claims)).toList())
                .forEach(dossier -> dossiers.put(dossier.id(), dossier));
        Set<CutoffId> stored = Set.copyOf(dossiers.keySet());
        batch.cutoffs()
                .forEach(key -> dossiers.computeIfAbsent(
                        key.id(), id -> new Dossier(key, Optional.empty(), Optional.empty(), of(id, claims))));
        return new Held(inserted, List.copyOf(dossiers.values()), stored, edged(claims));
    }

    private static Set<ClaimOf> edged(Map<CutoffId, List<Claim>> claims) {
        return claims.entrySet().stream()
                .flatMap(of -> of.getValue().stream()
                        .filter(claim -> claim.says().stream()
                                .anyMatch(says -> !says.effective().follows().isEmpty()))
                        .map(claim -> new ClaimOf(of.getKey(), claim.source())))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<Claim> of(CutoffId cutoff, Map<CutoffId, List<Claim>> claims) {
        return claims.getOrDefault(cutoff, List.of());
    }

    /** The digests under which events are stored, for those that were stored before. */
    Uni<Map<Said.Name, byte[]>> digests(SqlConnection tx, Collection<Said.Name> names) {
        Tuple columns =
                Columns.of(names).text(Said.Name::source).text(Said.Name::id).tuple();
        return tx.preparedQuery(READ_DIGESTS).execute(columns).map(rows -> stream(rows)
                .collect(Collectors.toMap(LedgerReading::name, LedgerReading::digest)));
    }

    /** All stored events of the claims, those of the present batch among them. */
    Uni<Map<ClaimOf, List<AboutCutoff>>> histories(SqlConnection tx, Collection<ClaimOf> claims, Docketed keys) {
        Tuple columns = Columns.of(claims)
                .text(claim -> claim.cutoff().value())
                .text(ClaimOf::source)
                .tuple();
        return tx.preparedQuery(READ_HISTORIES)
                .execute(columns)
                .map(rows -> FoldingFailure.of(() -> histories(rows, keys)));
    }

    /** Finds the key of a cutoff by its id. */
    interface Docketed extends Function<String, CutoffKey> {}

    private Map<ClaimOf, List<AboutCutoff>> histories(RowSet<Row> rows, Docketed keys) {
        return stream(rows)
                .map(row -> event(row, keys.apply(row.getString("cutoff_id"))))
                .collect(Collectors.groupingBy(
                        event -> new ClaimOf(event.key().id(), event.ref().source())));
    }

    private AboutCutoff event(Row row, CutoffKey key) {
        EventRef ref = ref(row);
        return Optional.ofNullable(row.getString("statement"))
                .map(documents::statement)
                .<AboutCutoff>map(statement -> new LifecycleEvent.Stated(ref, statement))
                .orElseGet(() -> new LifecycleEvent.Withdrawn(ref, key));
    }

    private Dossier dossier(Row row, Map<CutoffId, List<Claim>> claims) {
        CutoffKey key = CutoffKey.parse(row.getString("key"));
        return new Dossier(
                key,
                Optional.ofNullable(row.getString("document")).map(documents::cutoff),
                due(row),
                of(key.id(), claims));
    }

    private Claim claim(Row row) {
        Instant saidAt = row.getOffsetDateTime("said_at").toInstant();
        return new Claim(Optional.ofNullable(row.getString("statement")).map(documents::statement), saidAt, ref(row));
    }

    private static Optional<Due> due(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("next_due_at"))
                .map(at -> new Due(at.toInstant(), leadTime(row)));
    }

    /** The rung that a cutoff's row is due to have raised next; empty if that is the end of its window. */
    static Optional<LeadTime> leadTime(Row row) {
        return Optional.ofNullable(row.getInteger("next_lead_time")).map(ordinal -> LeadTime.values()[ordinal]);
    }

    private static EventRef ref(Row row) {
        return new EventRef(
                row.getString("source"),
                row.getString("id"),
                row.getOffsetDateTime("time").toInstant());
    }

    private Tuple events(Batch batch) {
        return Columns.of(batch.byName())
                .text(said -> said.event().ref().source())
                .text(said -> said.event().ref().id())
                .text(said -> said.event().getClass().getSimpleName())
                .instant(said -> said.event().ref().time())
                .optionalText(LedgerReading::cutoffId)
                .bytes(said -> io.vertx.core.buffer.Buffer.buffer(said.digest()))
                .optionalText(said -> documents.write(said.event()))
                .value(GRAPH)
                .value(batch.addsEdges())
                .tuple();
    }

    private static Optional<String> cutoffId(Said said) {
        return said.event() instanceof AboutCutoff about
                ? Optional.of(about.key().id().value())
                : Optional.empty();
    }

    private static Set<Said.Name> names(RowSet<Row> rows) {
        return stream(rows).map(LedgerReading::name).collect(Collectors.toUnmodifiableSet());
    }

    private static Said.Name name(Row row) {
        return new Said.Name(row.getString("source"), row.getString("id"));
    }

    private static byte[] digest(Row row) {
        Buffer digest = row.getBuffer("digest");
        return digest.getBytes();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
