package dev.forewarn.notice;

import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.notice.Raising.Raised;
import dev.forewarn.watch.Trail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts what is raised, once it is committed. */
@Singleton
class NoticeMetrics {

    /** Notices, by their kind and whether they come late. */
    static final String RAISED = "forewarn.notice.raised";

    /** Earlier notices that no longer hold. */
    static final String VOIDED = "forewarn.notice.voided";

    /** From when a sweep's notice was due until it was raised, by the calendar. */
    static final String LAG = "forewarn.ladder.lag";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Duration.ofHours(24)
    };

    private final Map<NoticeKind, Counter> raised;
    private final Map<NoticeKind, Counter> late;
    private final Counter voided;
    private final Timer lag;
    private final Trail trail;

    NoticeMetrics(MeterRegistry registry, Trail trail) {
        this.trail = trail;
        raised = counters(registry, "false");
        late = counters(registry, "true");
        voided = registry.counter(VOIDED);
        lag = Timer.builder(LAG).serviceLevelObjectives(BUCKETS).register(registry);
    }

    private static Map<NoticeKind, Counter> counters(MeterRegistry registry, String late) {
        return new EnumMap<>(Arrays.stream(NoticeKind.values())
                .collect(Collectors.toMap(
                        Function.identity(), kind -> registry.counter(RAISED, "kind", kind.word(), "late", late))));
    }

    void raised(Raising raising) {
        raising.raised().stream().map(Raised::draft).forEach(this::raised);
        voided.increment(raising.voided().size());
    }

    private void raised(Draft draft) {
        boolean isLate = draft.reminder().map(Draft.Reminder::late).orElse(false);
        Optional.ofNullable((isLate ? late : raised).get(draft.kind())).ifPresent(Counter::increment);
        if (trail.on()) {
            trail.raised(
                    draft.discriminator(),
                    draft.id(),
                    draft.kind().word(),
                    draft.cutoff().key().toString());
        }
    }

    /** A sweep has raised these, which were due by themselves. */
    void swept(List<Draft> drafts, Instant calendar) {
        drafts.forEach(draft -> lag.record(Duration.between(draft.at(), calendar)));
    }
}
