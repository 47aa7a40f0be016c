package dev.forewarn.intake.imports;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** One counter for each way out of an import. */
@Singleton
class ImportMetrics {

    /** Rows of feeds, by what became of them. */
    static final String ROWS = "forewarn.imports.rows";

    /** Readings of feeds, by how they ended. */
    static final String READINGS = "forewarn.imports.readings";

    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;

    ImportMetrics(MeterRegistry registry) {
        this.registry = registry;
        rows("taken", 0);
        rows("unchanged", 0);
        rows("silent", 0);
        rows("rejected", 0);
        reading("read", 0);
        reading("unmodified", 0);
        reading("refused", 0);
        reading("failed", 0);
    }

    /** A feed was read: what became of its rows. */
    void read(ImportReport report) {
        rows("taken", report.taken());
        rows("unchanged", report.unchanged());
        rows("silent", report.silent());
        rows("rejected", report.rejected());
        reading("read", 1);
    }

    /** Its server said that nothing had changed. */
    void unmodified() {
        reading("unmodified", 1);
    }

    /** What was handed in is no such feed, or comes too late. */
    void refused() {
        reading("refused", 1);
    }

    /** A pull came to nothing, and will be tried again. */
    void failed() {
        reading("failed", 1);
    }

    private void rows(String outcome, int rows) {
        registry.counter(ROWS, OUTCOME, outcome).increment(rows);
    }

    private void reading(String outcome, int readings) {
        registry.counter(READINGS, OUTCOME, outcome).increment(readings);
    }
}
