package dev.forewarn.intake.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.forewarn.intake.imports.ImporterStore.Stored;
import java.time.Instant;
import java.util.Optional;

/**
 * An importer as operators see it.
 *
 * @param state {@code waiting} for its time, {@code reading}, {@code failing}, or {@code manual}: it is only handed in
 * @param failures how many pulls in a row have come to nothing
 * @param error why the last one did
 * @param lastReport of the last reading that went well
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ImporterView(
        String name,
        String source,
        String state,
        Optional<Instant> nextAt,
        Optional<Instant> attemptedAt,
        int failures,
        Optional<String> error,
        Optional<ImportReport> lastReport) {

    static ImporterView of(Stored stored, boolean configured, Instant now) {
        return new ImporterView(
                stored.name(),
                stored.source(),
                state(stored, configured, now),
                stored.nextAt().filter(any -> configured),
                stored.attemptedAt(),
                stored.failures(),
                stored.error(),
                stored.report());
    }

    /** Without the single rows of its report. */
    ImporterView brief() {
        return new ImporterView(
                name, source, state, nextAt, attemptedAt, failures, error, lastReport.map(ImportReport::brief));
    }

    private static String state(Stored stored, boolean configured, Instant now) {
        if (!configured) {
            return "manual";
        }
        if (stored.leaseUntil().filter(now::isBefore).isPresent()) {
            return "reading";
        }
        return stored.failures() > 0 ? "failing" : "waiting";
    }
}
