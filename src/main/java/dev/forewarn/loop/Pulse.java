package dev.forewarn.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What can be seen of a loop from outside. */
public final class Pulse {

    /** Steps of loops, by the loop and by how they ended. */
    public static final String STEPS = "forewarn.loop.steps";

    /** Of all loops that have begun and not been stopped: they are made where they are needed. */
    private static final Set<Pulse> BEATING = ConcurrentHashMap.newKeySet();

    // Long enough for a machine that stood still for a while to come round.
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final String name;
    private final Counter done;
    private final Counter failed;
    private volatile Optional<Instant> lastDone = Optional.empty();
    private volatile Optional<Instant> failingSince = Optional.empty();
    private volatile long expectedBy = System.nanoTime();

    Pulse(String name) {
        this.name = name;
        this.done = Metrics.counter(STEPS, "loop", name, "outcome", "done");
        this.failed = Metrics.counter(STEPS, "loop", name, "outcome", "failed");
    }

    /** Of those that have begun and not been stopped. */
    public static List<Pulse> all() {
        return List.copyOf(BEATING);
    }

    public String name() {
        return name;
    }

    /** When a step last ended well, by the machine's clock. */
    public Optional<Instant> lastDone() {
        return lastDone;
    }

    /** Since when its steps have done nothing but fail. */
    public Optional<Instant> failingSince() {
        return failingSince;
    }

    /** Whether it should have moved long ago and has not: then nothing but a restart lets it. */
    public boolean dead() {
        return System.nanoTime() - expectedBy > GRACE.toNanos();
    }

    /** Something has to happen within that time. */
    void expect(Duration within) {
        expectedBy = System.nanoTime() + within.toNanos();
        BEATING.add(this);
    }

    void done() {
        done.increment();
        failingSince = Optional.empty();
        lastDone = Optional.of(Instant.now());
    }

    void failed() {
        failed.increment();
        failingSince = failingSince.or(() -> Optional.of(Instant.now()));
    }

    void stopped() {
        BEATING.remove(this);
    }
}
