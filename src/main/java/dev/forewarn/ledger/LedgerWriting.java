package dev.forewarn.ledger;

import dev.forewarn.ledger.LedgerReading.Held;
import dev.forewarn.lifecycle.Claim;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.Docket;
import dev.forewarn.lifecycle.Docket.ClaimOf;
import dev.forewarn.lifecycle.Dossier;
import dev.forewarn.lifecycle.Due;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent.Stated;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.Window;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The second flight of an append: writes what the folded events have changed. */
@Singleton
class LedgerWriting {

    private static final String PUT_CLAIMS =
            """
            insert into claim (cutoff_id, source, event_id, said_at, live)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[])
            on conflict (cutoff_id, source) do update
            set event_id = excluded.event_id, said_at = excluded.said_at, live = excluded.live""";

    private static final String DROP_EDGES =
            """
            delete from claim_follows f using unnest($1::text[], $2::text[]) as claim(cutoff_id, source)
            where f.cutoff_id = claim.cutoff_id and f.source = claim.source""";

    private static final String PUT_EDGES =
            """
            insert into claim_follows (cutoff_id, source, followed_id)
            select * from unnest($1::text[], $2::text[], $3::text[])""";

    /**
     * Fails if a cutoff has been inserted since it was seen to be absent: what was folded then lacks what is said in it.
     * In the order of the ids, as they are locked.
     */
    private static final String INSERT_CUTOFFS =
            """
            insert into cutoff (id, key, subject, milestone, channel, region, audience, revision, withdrawn, window_start,
                                window_end, certainty, document, next_due_at, next_lead_time)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                                 $8::integer[], $9::boolean[], $10::timestamptz[], $11::timestamptz[], $12::text[],
                                 $13::text[], $14::timestamptz[], $15::integer[])""";

    private static final String UPDATE_CUTOFFS =
            """
            update cutoff c
            set revision = n.revision, withdrawn = n.withdrawn, window_start = n.window_start,
                window_end = n.window_end, certainty = n.certainty, document = n.document,
                next_due_at = n.next_due_at, next_lead_time = n.next_lead_time
            from unnest($1::text[], $2::integer[], $3::boolean[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                        $7::text[], $8::timestamptz[], $9::integer[])
                as n(id, revision, withdrawn, window_start, window_end, certainty, document, next_due_at, next_lead_time)
            where c.id = n.id""";

    private static final String PUT_REVISIONS =
            """
            insert into revision (cutoff_id, revision, source, event_id, said_at, document, recorded_at)
            select n.*, $7::timestamptz from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::timestamptz[], $6::text[]) n""";

    /**
     * Who describes a subject best does not depend on who came first, and neither does the order of the aliases. An alias
     * once given still finds it; a name that another description has taken the place of does not.
     */
    private static final String PUT_SUBJECTS =
            """
            insert into subject as s (id, name, kind, aliases, authority, said_at, source, event_id)
            select id, name, kind,
                array(select distinct alias from unnest(string_to_array(n.aliases, e'\\n')) as alias order by alias),
                authority, said_at, source, event_id
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::timestamptz[], $7::text[],
                        $8::text[]) as n(id, name, kind, aliases, authority, said_at, source, event_id)
            on conflict (id) do update set
                (name, kind, authority, said_at, source, event_id) = (
                    select b.name, b.kind, b.authority, b.said_at, b.source, b.event_id
                    from (values
                        (s.name, s.kind, s.authority, s.said_at, s.source, s.event_id),
                        (excluded.name, excluded.kind, excluded.authority, excluded.said_at, excluded.source,
                         excluded.event_id)) as b(name, kind, authority, said_at, source, event_id)
                    order by b.authority desc, b.said_at desc, b.source desc, b.event_id desc
                    limit 1),
                aliases = array(
                    select distinct alias from unnest(s.aliases || excluded.aliases) as alias order by alias)
            where (excluded.authority, excluded.said_at, excluded.source, excluded.event_id)
                    > (s.authority, s.said_at, s.source, s.event_id)
                or not s.aliases @> excluded.aliases""";

    private static final String DROP_EVENTS =
            """
            delete from event e using unnest($1::text[], $2::text[]) as n(source, id)
            where e.source = n.source and e.id = n.id""";

    private static final String UNIQUE_VIOLATION = "23505";

    private final Documents documents;

    LedgerWriting(Documents documents) {
        this.documents = documents;
    }

    /** Takes back events that were inserted and then refused. */
    Uni<Void> drop(SqlConnection tx, Collection<Said> refused) {
        Tuple names = Columns.of(refused)
                .text(said -> said.event().ref().source())
                .text(said -> said.event().ref().id())
                .tuple();
        return refused.isEmpty() ? none() : put(tx, DROP_EVENTS, names);
    }

    /** Whether somebody else has inserted a cutoff at the same time. */
    static boolean overtaken(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState().equals(UNIQUE_VIOLATION)
                && "cutoff".equals(refused.getTable());
    }

    /**
     * Writes, in one flight, what the docket holds and what the accepted events say of subjects and readings.
     *
     * @param held before the batch
     */
    Uni<Void> put(SqlConnection tx, Held held, Docket docket, List<Said> accepted, Instant recordedAt) {
        List<ClaimRow> claims =
                docket.claimed().stream().map(claim -> claimRow(docket, claim)).toList();
        // The last revision of a cutoff is what its row holds.
        IdentityHashMap<Cutoff, String> documented = new IdentityHashMap<>();
        Function<Cutoff, String> written = cutoff -> documented.computeIfAbsent(cutoff, documents::write);
        List<Uni<Void>> flight = new ArrayList<>();
        List<Dossier> absent = absent(held, docket);
        if (!absent.isEmpty()) {
            flight.add(put(tx, INSERT_CUTOFFS, absentCutoffs(absent, written)));
        }
        List<Dossier> changed = docket.changed().stream()
                .filter(dossier -> held.stored().contains(dossier.id()))
                .toList();
        if (!changed.isEmpty()) {
            flight.add(put(tx, UPDATE_CUTOFFS, cutoffs(changed, written)));
        }
        if (!claims.isEmpty()) {
            flight.add(put(tx, PUT_CLAIMS, claims(claims)));
        }
        List<ClaimRow> edged = claims.stream()
                .filter(row -> held.edged()
                        .contains(new ClaimOf(row.cutoff(), row.claim().source())))
                .toList();
        if (!edged.isEmpty()) {
            flight.add(put(tx, DROP_EDGES, edgeOwners(edged)));
        }
        List<Edge> edges = claims.stream().flatMap(Edge::of).toList();
        if (!edges.isEmpty()) {
            flight.add(put(tx, PUT_EDGES, edges(edges)));
        }
        if (!docket.revisions().isEmpty()) {
            flight.add(put(tx, PUT_REVISIONS, revisions(docket.revisions(), recordedAt, written)));
        }
        describe(tx, accepted).ifPresent(flight::add);
        Confirmations.put(tx, accepted).ifPresent(flight::add);
        return flight.isEmpty() ? none() : Uni.join().all(flight).andFailFast().replaceWithVoid();
    }

    private static Uni<Void> put(SqlConnection tx, String statement, Tuple columns) {
        return tx.preparedQuery(statement).execute(columns).replaceWithVoid();
    }

    private static Uni<Void> none() {
        return Uni.createFrom().voidItem();
    }

    private record ClaimRow(CutoffId cutoff, Claim claim) {}

    private static ClaimRow claimRow(Docket docket, ClaimOf of) {
        Claim claim = docket.dossier(of.cutoff()).claims().stream()
                .filter(each -> each.source().equals(of.source()))
                .findFirst()
                .orElseThrow();
        return new ClaimRow(of.cutoff(), claim);
    }

    private static Tuple claims(List<ClaimRow> rows) {
        return Columns.of(rows)
                .text(row -> row.cutoff().value())
                .text(row -> row.claim().source())
                .text(row -> row.claim().last().id())
                .instant(row -> row.claim().saidAt())
                .bool(row -> row.claim().live())
                .tuple();
    }

    private static Tuple edgeOwners(List<ClaimRow> rows) {
        return Columns.of(rows)
                .text(row -> row.cutoff().value())
                .text(row -> row.claim().source())
                .tuple();
    }

    private record Edge(CutoffId cutoff, String source, CutoffId followed) {
        static Stream<Edge> of(ClaimRow row) {
            return row.claim().says().stream().flatMap(says -> says.follows()
                    .map(followed -> new Edge(row.cutoff(), row.claim().source(), followed)));
        }
    }

    private static Tuple edges(List<Edge> edges) {
        return Columns.of(edges)
                .text(edge -> edge.cutoff().value())
                .text(Edge::source)
                .text(edge -> edge.followed().value())
                .tuple();
    }

    /**
     * Every cutoff that is spoken of has a row, though nothing may count for it, as for one that is only taken back: it is
     * what replicas lock before they touch its claims.
     */
    private static List<Dossier> absent(Held held, Docket docket) {
        return docket.claimed().stream()
                .map(ClaimOf::cutoff)
                .filter(cutoff -> !held.stored().contains(cutoff))
                .distinct()
                .sorted()
                .map(docket::dossier)
                .toList();
    }

    private static Tuple absentCutoffs(List<Dossier> absent, Function<Cutoff, String> written) {
        return Columns.of(absent)
                .text(dossier -> dossier.id().value())
                .text(dossier -> dossier.key().toString())
                .text(dossier -> dossier.key().subject().toString())
                .text(dossier -> dossier.key().milestone().word())
                .text(dossier -> dossier.key().scope().channel())
                .text(dossier -> dossier.key().scope().region())
                .text(dossier -> dossier.key().scope().audience())
                .integer(dossier -> dossier.cutoff().map(Cutoff::revision).orElse(0))
                .bool(dossier -> dossier.cutoff().map(Cutoff::withdrawn).orElse(false))
                .optionalInstant(dossier -> dossier.window().map(Window::start))
                .optionalInstant(dossier -> dossier.window().flatMap(Window::end))
                .optionalText(dossier -> dossier.cutoff()
                        .map(cutoff -> cutoff.standing().certainty().word()))
                .optionalText(dossier -> dossier.cutoff().map(written))
                .optionalInstant(dossier -> dossier.next().map(Due::at))
                .optionalInteger(
                        dossier -> dossier.next().flatMap(Due::leadTime).map(Enum::ordinal))
                .tuple();
    }

    private static Tuple cutoffs(List<Dossier> changed, Function<Cutoff, String> written) {
        return Columns.of(changed)
                .text(dossier -> dossier.id().value())
                .integer(dossier -> cutoff(dossier).revision())
                .bool(dossier -> cutoff(dossier).withdrawn())
                .optionalInstant(dossier -> cutoff(dossier).window().map(Window::start))
                .optionalInstant(dossier -> cutoff(dossier).window().flatMap(Window::end))
                .text(dossier -> cutoff(dossier).standing().certainty().word())
                .text(dossier -> written.apply(cutoff(dossier)))
                .optionalInstant(dossier -> dossier.next().map(Due::at))
                .optionalInteger(
                        dossier -> dossier.next().flatMap(Due::leadTime).map(Enum::ordinal))
                .tuple();
    }

    private static Cutoff cutoff(Dossier dossier) {
        return dossier.cutoff().orElseThrow();
    }

    private static Tuple revisions(
            List<Docket.Revision> revisions, Instant recordedAt, Function<Cutoff, String> written) {
        return Columns.of(revisions)
                .text(revision -> revision.cutoff().id().value())
                .integer(revision -> revision.cutoff().revision())
                .text(revision -> revision.cause().source())
                .text(revision -> revision.cause().id())
                .instant(revision -> revision.cause().time())
                .text(revision -> written.apply(revision.cutoff()))
                .value(Columns.utc(recordedAt))
                .tuple();
    }

    private static Optional<Uni<Void>> describe(SqlConnection tx, List<Said> accepted) {
        // Sorted by id, and of each subject one row: a statement may touch a row only once.
        Map<String, Description> described = accepted.stream()
                .map(Said::event)
                .filter(Stated.class::isInstance)
                .map(Stated.class::cast)
                .collect(Collectors.toMap(
                        stated -> subject(stated).id().toString(), Description::of, Description::and, TreeMap::new));
        return described.isEmpty()
                ? Optional.empty()
                : Optional.of(put(tx, PUT_SUBJECTS, subjects(described.values())));
    }

    /** The best of some statements' descriptions of one subject, with the aliases of all. */
    private record Description(Stated best, Set<String> aliases) {
        static Description of(Stated stated) {
            return new Description(
                    stated, Set.copyOf(LedgerWriting.subject(stated).aliases()));
        }

        Description and(Description other) {
            Set<String> all = new HashSet<>(aliases);
            all.addAll(other.aliases);
            return new Description(BinaryOperator.maxBy(BY_WEIGHT).apply(best, other.best), all);
        }

        Subject subject() {
            return LedgerWriting.subject(best);
        }

        EventRef ref() {
            return best.ref();
        }
    }

    private static final Comparator<Stated> BY_WEIGHT = Comparator.comparing(
                    (Stated stated) -> stated.statement().claimedBy().authority())
            .thenComparing(stated -> stated.ref().time())
            .thenComparing(stated -> stated.ref().source())
            .thenComparing(stated -> stated.ref().id());

    private static Subject subject(Stated stated) {
        return stated.statement().subject();
    }

    private static Tuple subjects(Collection<Description> described) {
        return Columns.of(described)
                .text(each -> each.subject().id().toString())
                .text(each -> each.subject().name())
                .text(each -> each.subject().kind().word())
                .text(each -> String.join("\n", each.aliases()))
                .integer(each -> each.best().statement().claimedBy().authority().ordinal())
                .instant(each -> each.ref().time())
                .text(each -> each.ref().source())
                .text(each -> each.ref().id())
                .tuple();
    }
}
