package dev.forewarn.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One counter for each way out of the intake. */
@Singleton
class IntakeMetrics {

    /** Events from Kafka, by what became of them. */
    static final String EVENTS = "forewarn.intake.events";

    /** Those that were rejected, by {@link Part}. */
    static final String REJECTIONS = "forewarn.intake.rejections";

    private final Counter stored;
    private final Counter repeated;
    private final Counter rejected;
    private final Map<Part, Counter> rejections;

    /** Where the fault is; the words of the reasons themselves are without number. */
    enum Part {
        /** No event can be made out in it, or it is too large, or can't be stored. */
        RECORD,
        ENVELOPE,
        DATA,
        /** It is more than a day ahead. */
        TIME,
        /** Its id has stood for something else before. */
        ID,
        /** Its date would hang on itself. */
        CYCLE;

        static Part of(String pointer) {
            return switch (pointer) {
                case "" -> RECORD;
                case "/time" -> TIME;
                case "/id" -> ID;
                case "/data/effective/after" -> CYCLE;
                default -> pointer.startsWith("/data/") || pointer.equals("/data") ? DATA : ENVELOPE;
            };
        }
    }

    IntakeMetrics(MeterRegistry registry) {
        stored = registry.counter(EVENTS, "outcome", "stored");
        repeated = registry.counter(EVENTS, "outcome", "repeated");
        rejected = registry.counter(EVENTS, "outcome", "rejected");
        rejections = new EnumMap<>(Arrays.stream(Part.values())
                .collect(Collectors.toMap(Function.identity(), part -> rejection(registry, part))));
    }

    private static Counter rejection(MeterRegistry registry, Part part) {
        return registry.counter(REJECTIONS, "reason", part.name().toLowerCase(Locale.ROOT));
    }

    void stored(long events) {
        stored.increment((double) events);
    }

    void repeated(long events) {
        repeated.increment((double) events);
    }

    /** @param pointers to the faults, one for each event */
    void rejected(Collection<String> pointers) {
        rejected.increment(pointers.size());
        pointers.forEach(
                pointer -> rejections.getOrDefault(Part.of(pointer), rejected).increment());
    }
}
