package dev.forewarn.ledger;

import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads what one source has said of all its cutoffs, for whoever reads that source again. */
@Singleton
public class SourceClaims {

    private static final String CLAIMS =
            """
            select t.key, e.id, e.time, e.statement, r.read_at, r.missing_at,
                   (select count(*) from event said
                    where said.cutoff_id = c.cutoff_id and said.source = c.source and said.time >= $2) as said_since
            from claim c
            join cutoff t on t.id = c.cutoff_id
            join event e on e.source = c.source and e.id = c.event_id
            left join confirmation r on r.cutoff_id = c.cutoff_id and r.source = c.source
            where c.source = $1""";

    private static final String STORED =
            """
            select count(*) from event where source = $1 and id = any($2)""";

    private final Pool pool;
    private final Documents documents;

    SourceClaims(Pool pool, Documents documents) {
        this.pool = pool;
        this.documents = documents;
    }

    /**
     * A claim of the source.
     *
     * @param says empty if it was taken back
     * @param last its newest event
     * @param readAt when it was last found in the source, if ever
     * @param missingAt when it was last missing there
     * @param saidSince how many events have said something of it since the instant that was asked for
     */
    public record Held(
            CutoffKey key,
            Optional<Statement> says,
            EventRef last,
            Optional<Instant> readAt,
            Optional<Instant> missingAt,
            int saidSince) {

        /** The latest instant at which the source said or did not say it. */
        public Instant latest() {
            return Stream.of(Optional.of(last.time()), readAt, missingAt)
                    .flatMap(Optional::stream)
                    .reduce(Instant.MIN, (one, other) -> one.isAfter(other) ? one : other);
        }

        /** Whether it was there when the source was last read whole. */
        public boolean found() {
            return readAt.map(read -> missingAt.map(read::isAfter).orElse(true)).orElse(false);
        }
    }

    /** All claims of the source, also those that it has taken back. */
    public Uni<List<Held>> of(String source, Instant since) {
        return pool.preparedQuery(CLAIMS)
                .execute(Tuple.of(source, Columns.utc(since)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> held(row, source))
                        .toList());
    }

    /** How many of these events of the source are stored. */
    public Uni<Long> stored(String source, Collection<String> ids) {
        return pool.preparedQuery(STORED)
                .execute(Tuple.of(source, ids.toArray(String[]::new)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Held held(Row row, String source) {
        return new Held(
                CutoffKey.parse(row.getString("key")),
                Optional.ofNullable(row.getString("statement")).map(documents::statement),
                new EventRef(
                        source,
                        row.getString("id"),
                        row.getOffsetDateTime("time").toInstant()),
                instant(row, "read_at"),
                instant(row, "missing_at"),
                row.getLong("said_since").intValue());
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
