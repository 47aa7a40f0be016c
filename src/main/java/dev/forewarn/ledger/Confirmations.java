package dev.forewarn.ledger;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.LifecycleEvent.SourceRead;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes when sources were read whole, and what they no longer named. */
final class Confirmations {

    private static final String CONFIRM =
            """
            insert into confirmation as c (cutoff_id, source, read_at, missing_at)
            select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
            on conflict (cutoff_id, source) do update
            set read_at = greatest(c.read_at, excluded.read_at), missing_at = greatest(c.missing_at, excluded.missing_at)""";

    private Confirmations() {}

    private record Reading(CutoffId cutoff, String source, Optional<Instant> readAt, Optional<Instant> missingAt) {

        static Stream<Reading> of(SourceRead event) {
            String source = event.ref().source();
            Optional<Instant> time = Optional.of(event.ref().time());
            return Stream.concat(
                    event.read().stream().map(CutoffKey::id).map(id -> new Reading(id, source, time, Optional.empty())),
                    event.missing().stream()
                            .map(CutoffKey::id)
                            .map(id -> new Reading(id, source, Optional.empty(), time)));
        }

        Reading and(Reading other) {
            return new Reading(cutoff, source, later(readAt, other.readAt), later(missingAt, other.missingAt));
        }

        private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
            return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.naturalOrder());
        }
    }

    private record ReadOf(CutoffId cutoff, String source) {}

    /** Empty if no source was read whole. */
    static Optional<Uni<Void>> put(SqlConnection tx, List<Said> accepted) {
        Map<ReadOf, Reading> readings = accepted.stream()
                .map(Said::event)
                .filter(SourceRead.class::isInstance)
                .map(SourceRead.class::cast)
                .flatMap(Reading::of)
                .collect(Collectors.toMap(
                        reading -> new ReadOf(reading.cutoff(), reading.source()), reading -> reading, Reading::and));
        return readings.isEmpty() ? Optional.empty() : Optional.of(put(tx, readings.values()));
    }

    private static Uni<Void> put(SqlConnection tx, Collection<Reading> readings) {
        return tx.preparedQuery(CONFIRM).execute(columns(readings)).replaceWithVoid();
    }

    private static Tuple columns(Collection<Reading> readings) {
        List<Reading> sorted = readings.stream()
                .sorted(Comparator.comparing(Reading::cutoff).thenComparing(Reading::source))
                .toList();
        return Columns.of(sorted)
                .text(reading -> reading.cutoff().value())
                .text(Reading::source)
                .optionalInstant(Reading::readAt)
                .optionalInstant(Reading::missingAt)
                .tuple();
    }
}
