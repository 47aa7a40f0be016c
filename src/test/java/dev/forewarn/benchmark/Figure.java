package dev.forewarn.benchmark;

import java.util.Locale;

/** What is measured of a run. */
enum Figure {
    RATE("rate", "", "%,.0f/s"),
    LIMIT("limit", "", "%,.0f/s"),
    RATIO("ratio", "ratio", "%.2f"),
    P50("p50Millis", "p50", "%.1f ms"),
    P99("p99Millis", "p99", "%.1f ms"),
    SERVICE_CPU("serviceCpuMicros", "", "%.1f"),
    DATABASE_CPU("databaseCpuMicros", "", "%.1f"),
    STATEMENTS("statements", "SQL", "%.4f"),
    WAL("walBytes", "WAL", "%,.0f"),
    PEAK("peakMiB", "", "%,.0f"),
    LOST("lost", "lost", "%.0f"),
    DUPLICATED("duplicated", "duplicated", "%.0f"),
    /** Microseconds that PostgreSQL takes to claim one waiting delivery. */
    CLAIM("claimMicros", "claim", "%.1f µs"),
    /** Of a look for what is due, when nothing is. */
    LOOK_BUFFERS("lookBuffers", "look", "%.1f buffers"),
    LOOK_TIME("lookMicros", "look", "%.0f µs"),
    START("startSeconds", "start", "%.2f s"),
    START_RATIO("startRatio", "start", "%.2f"),
    IDLE("idleMiB", "idle", "%.0f MiB"),
    IDLE_RATIO("idleRatio", "idle", "%.2f");

    private final String word;
    private final String label;
    private final String format;

    Figure(String word, String label, String format) {
        this.word = word;
        this.label = label;
        this.format = format;
    }

    /** In JSON. */
    String word() {
        return word;
    }

    /** In the table; empty where the column says it. */
    String label() {
        return label;
    }

    String format(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
