package dev.forewarn.delivery;

import dev.forewarn.delivery.FanoutStore.Progress;
import dev.forewarn.watch.Trail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One counter for each way out of the dispatcher; all are looked up once. */
@Singleton
class DeliveryMetrics {

    /** Deliveries that were handed to the dispatcher, by what became of them. */
    static final String OUTCOMES = "forewarn.delivery.outcomes";

    /** HTTP requests, by what they came to: {@code 2xx} and so on, or why no answer came. */
    static final String ATTEMPTS = "forewarn.delivery.attempts";

    /** From when a notice was raised until a receiver had taken it. */
    static final String LATENCY = "forewarn.delivery.latency";

    /** From when a notice was raised until every subscription had had its first attempt, or was put in line. */
    static final String FANOUTS = "forewarn.notice.fanouts";

    private static final int HUNDRED = 100;
    private static final int CLASSES = 6;

    /** As far as a schedule of retries reaches: three days. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(3),
        Duration.ofHours(24),
        Duration.ofDays(3)
    };

    private final Map<State, Counter> ended;
    private final Map<Answer.Reason, Counter> broken;
    private final Counter[] answered;
    private final Counter retried;
    private final Counter queued;
    private final Timer latency;
    private final Timer fanouts;
    private final Trail trail;
    private final InstantSource wall;

    DeliveryMetrics(MeterRegistry registry, Trail trail, InstantSource wall) {
        this.trail = trail;
        this.wall = wall;
        ended = new EnumMap<>(Arrays.stream(State.values())
                .collect(Collectors.toMap(Function.identity(), state -> counter(registry, OUTCOMES, state.name()))));
        broken = new EnumMap<>(Arrays.stream(Answer.Reason.values())
                .collect(Collectors.toMap(Function.identity(), why -> counter(registry, ATTEMPTS, why.name()))));
        answered = IntStream.range(0, CLASSES)
                .mapToObj(hundreds -> counter(registry, ATTEMPTS, hundreds + "xx"))
                .toArray(Counter[]::new);
        retried = counter(registry, OUTCOMES, "RETRIED");
        queued = counter(registry, OUTCOMES, "QUEUED");
        latency = timer(registry, LATENCY);
        fanouts = timer(registry, FANOUTS);
    }

    private static Counter counter(MeterRegistry registry, String metric, String word) {
        return registry.counter(metric, "outcome", word.toLowerCase(Locale.ROOT));
    }

    private static Timer timer(MeterRegistry registry, String name) {
        return Timer.builder(name).serviceLevelObjectives(BUCKETS).register(registry);
    }

    void count(Job job, Outcome outcome) {
        counter(outcome).increment();
        Optional<Outcome.Tried> tried =
                outcome instanceof Outcome.Ended end ? end.last() : ((Outcome.Waits) outcome).failed();
        if (tried.isPresent()) {
            count(job, tried.get());
        }
    }

    /** The receiver was busy, so the delivery waits without an attempt. */
    void queued() {
        queued.increment();
    }

    /** A fan-out has come further. */
    void advanced(Progress progress) {
        if (progress.last()) {
            Instant now = wall.instant();
            Instant raisedAt = progress.fanout().raisedAt();
            fanouts.record(Duration.between(raisedAt, now));
            if (trail.on()) {
                trail.fannedOut(progress.fanout().noticeId(), raisedAt, now);
            }
        }
    }

    private Counter counter(Outcome outcome) {
        return outcome instanceof Outcome.Ended end ? ended.getOrDefault(end.state(), retried) : retried;
    }

    private void count(Job job, Outcome.Tried tried) {
        counter(tried.answer()).increment();
        if (tried.answer().success()) {
            long begunMs = tried.at().toEpochMilli() - job.message().raisedAt().toEpochMilli();
            latency.record(begunMs + tried.tookMs(), TimeUnit.MILLISECONDS);
        }
        if (trail.on()) {
            trail.attempted(attempt(job, tried));
        }
    }

    private Counter counter(Answer answer) {
        return answer instanceof Answer.Broken none
                ? broken.getOrDefault(none.why(), answered[0])
                : answered[Math.min(answer.code().orElse(0) / HUNDRED, CLASSES - 1)];
    }

    private static Trail.Attempt attempt(Job job, Outcome.Tried tried) {
        Answer answer = tried.answer();
        return new Trail.Attempt(
                job.message().noticeId(),
                job.target().publicId(),
                tried.number(),
                tried.at(),
                tried.at().plusMillis(tried.tookMs()),
                answer.error()
                        .orElseGet(() -> answer.code().map(String::valueOf).orElse("")),
                answer.success());
    }
}
