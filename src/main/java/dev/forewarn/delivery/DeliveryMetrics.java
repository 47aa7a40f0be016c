package dev.forewarn.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One counter for each way out of the dispatcher. */
@Singleton
class DeliveryMetrics {

    /** Deliveries that were handed to the dispatcher, by what became of them. */
    static final String OUTCOMES = "forewarn.delivery.outcomes";

    private final Map<State, Counter> ended;
    private final Counter retried;
    private final Counter queued;

    DeliveryMetrics(MeterRegistry registry) {
        ended = new EnumMap<>(Arrays.stream(State.values())
                .collect(Collectors.toMap(Function.identity(), state -> counter(registry, state.name()))));
        retried = counter(registry, "RETRIED");
        queued = counter(registry, "QUEUED");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return registry.counter(OUTCOMES, "outcome", outcome.toLowerCase(Locale.ROOT));
    }

    void count(Outcome outcome) {
        counter(outcome).increment();
    }

    /** The receiver was busy, so the delivery waits without an attempt. */
    void queued() {
        queued.increment();
    }

    private Counter counter(Outcome outcome) {
        return outcome instanceof Outcome.Ended end ? ended.getOrDefault(end.state(), retried) : retried;
    }
}
