package dev.forewarn.intake.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.intake.imports.Fetched.Validators;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The importers' table: what is due, whose it is, and how it went. All replicas go by it, also after a restart. */
@Singleton
class ImporterStore {

    /** What is configured anew is due at once, and what a server said of another configuration's feed is forgotten. */
    private static final String REGISTER =
            """
            insert into importer as i (name, source, terms, next_at)
            select n.name, n.source, n.terms, $4 from unnest($1::text[], $2::text[], $3::text[]) as n(name, source, terms)
            on conflict (name) do update
            set source = excluded.source, terms = excluded.terms, next_at = excluded.next_at,
                etag = null, last_modified = null, failures = 0, error = null
            where i.terms is distinct from excluded.terms or i.next_at is null""";

    private static final String CLAIM =
            """
            update importer set claim = claim + 1, lease_until = $3, attempted_at = $2
            where name = (
                select name from importer
                where name = any($1) and next_at <= $2 and (lease_until is null or lease_until <= $2)
                order by next_at, name
                limit 1
                for update skip locked)
            returning name, claim, etag, last_modified, failures, report""";

    private static final String SUCCEEDED =
            """
            update importer
            set next_at = $3, lease_until = null, etag = $4, last_modified = $5, failures = 0, error = null, report = $6
            where name = $1 and claim = $2""";

    private static final String FAILED =
            """
            update importer set next_at = $3, lease_until = null, failures = failures + 1, error = $4
            where name = $1 and claim = $2""";

    /** What was handed in may be another version than the one that a server has called unchanged. */
    private static final String HAND_IN =
            """
            with forgotten as (
                update importer set etag = null, last_modified = null where source = $2 and name <> $1)
            insert into importer as i (name, source, attempted_at, report) values ($1, $2, $3, $4)
            on conflict (name) do update
            set source = case when i.next_at is null then excluded.source else i.source end,
                attempted_at = excluded.attempted_at, report = excluded.report, etag = null, last_modified = null""";

    private static final String NEXT = "select min(next_at) as next_at from importer where name = any($1)";

    private static final String ALL =
            """
            select name, source, next_at, lease_until, attempted_at, failures, error, report from importer
            where name > $1 order by name limit $2""";

    private static final String ONE =
            """
            select name, source, next_at, lease_until, attempted_at, failures, error, report from importer
            where name = $1""";

    private static final int MAX_ERROR = 1_000;

    private final Pool pool;
    private final ObjectMapper mapper;
    private final InstantSource wall;

    ImporterStore(Pool pool, ObjectMapper mapper, InstantSource wall) {
        this.pool = pool;
        this.mapper = mapper;
        this.wall = wall;
    }

    /** An importer that is this replica's until its lease ends. */
    record Claimed(String name, int claim, Validators validators, int failures, Optional<ImportReport> report) {}

    /** An importer as it stands. */
    record Stored(
            String name,
            String source,
            Optional<Instant> nextAt,
            Optional<Instant> leaseUntil,
            Optional<Instant> attemptedAt,
            int failures,
            Optional<String> error,
            Optional<ImportReport> report) {}

    Uni<Void> register(List<Importer> importers) {
        Tuple columns = Columns.of(importers)
                .text(Importer::name)
                .text(importer -> importer.terms().source())
                .text(Importer::digest)
                .value(Columns.utc(wall.instant()))
                .tuple();
        return pool.preparedQuery(REGISTER).execute(columns).replaceWithVoid();
    }

    /** One that is due and nobody's. */
    Uni<Optional<Claimed>> claim(List<Importer> importers, Duration lease) {
        Instant now = wall.instant();
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(names(importers), Columns.utc(now), Columns.utc(now.plus(lease))))
                .map(rows -> all(rows).stream().findFirst().map(this::claimed));
    }

    /** Nothing is written if another replica has it by now. */
    Uni<Void> succeeded(Claimed claimed, Validators validators, ImportReport report, Duration rest) {
        Tuple values = Tuple.tuple()
                .addValue(claimed.name())
                .addValue(claimed.claim())
                .addValue(Columns.utc(wall.instant().plus(rest)))
                .addValue(validators.etag().orElse(null))
                .addValue(validators.lastModified().orElse(null))
                .addValue(write(report));
        return pool.preparedQuery(SUCCEEDED).execute(values).replaceWithVoid();
    }

    /** Nothing is written if another replica has it by now. */
    Uni<Void> failed(Claimed claimed, String reason, Duration rest) {
        String error = Labels.cut(reason, MAX_ERROR);
        Tuple values = Tuple.of(
                claimed.name(), claimed.claim(), Columns.utc(wall.instant().plus(rest)), error);
        return pool.preparedQuery(FAILED).execute(values).replaceWithVoid();
    }

    Uni<Void> handIn(ImportReport report) {
        Tuple values = Tuple.of(report.name(), report.source(), Columns.utc(wall.instant()), write(report));
        return pool.preparedQuery(HAND_IN).execute(values).replaceWithVoid();
    }

    /** How long it is until one of them is due; empty if none ever is. */
    Uni<Optional<Duration>> untilNext(List<Importer> importers) {
        return pool.preparedQuery(NEXT)
                .execute(Tuple.of((Object) names(importers)))
                .map(rows ->
                        instant(rows.iterator().next(), "next_at").map(next -> Duration.between(wall.instant(), next)));
    }

    Uni<List<Stored>> list(String after, int limit) {
        return pool.preparedQuery(ALL)
                .execute(Tuple.of(after, limit))
                .map(rows -> all(rows).stream().map(this::stored).toList());
    }

    Uni<Optional<Stored>> find(String name) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(name))
                .map(rows -> all(rows).stream().findFirst().map(this::stored));
    }

    private Claimed claimed(Row row) {
        Validators validators = new Validators(text(row, "etag"), text(row, "last_modified"));
        return new Claimed(
                row.getString("name"), row.getInteger("claim"), validators, row.getInteger("failures"), report(row));
    }

    private Stored stored(Row row) {
        return new Stored(
                row.getString("name"),
                row.getString("source"),
                instant(row, "next_at"),
                instant(row, "lease_until"),
                instant(row, "attempted_at"),
                row.getInteger("failures"),
                text(row, "error"),
                report(row));
    }

    private String write(ImportReport report) {
        try {
            return mapper.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report has no JSON form", e);
        }
    }

    private Optional<ImportReport> report(Row row) {
        return text(row, "report").map(this::read);
    }

    private ImportReport read(String report) {
        try {
            return mapper.readValue(report, ImportReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored report can't be read", e);
        }
    }

    private static String[] names(List<Importer> importers) {
        return importers.stream().map(Importer::name).toArray(String[]::new);
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static List<Row> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
