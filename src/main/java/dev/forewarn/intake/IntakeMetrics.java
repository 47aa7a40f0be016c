package dev.forewarn.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** One counter for each way out of the intake. */
@Singleton
class IntakeMetrics {

    /** Events from Kafka, by what became of them. */
    static final String EVENTS = "forewarn.intake.events";

    private final Counter stored;
    private final Counter repeated;
    private final Counter rejected;

    IntakeMetrics(MeterRegistry registry) {
        stored = registry.counter(EVENTS, "outcome", "stored");
        repeated = registry.counter(EVENTS, "outcome", "repeated");
        rejected = registry.counter(EVENTS, "outcome", "rejected");
    }

    void stored(long events) {
        stored.increment((double) events);
    }

    void repeated(long events) {
        repeated.increment((double) events);
    }

    void rejected(long events) {
        rejected.increment((double) events);
    }
}
