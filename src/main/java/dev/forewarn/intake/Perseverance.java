package dev.forewarn.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Tries again until it works, or until the service stops. */
@Singleton
class Perseverance {

    private static final Logger LOG = Logger.getLogger(Perseverance.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LAST = Duration.ofSeconds(5);

    private static final Duration FINISHING = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();
    // Right after the notices of what is being stored are left to others.
    private static final int SECOND = 2;

    private final AtomicInteger attempts = new AtomicInteger();
    private volatile boolean stopping;

    /** Begins no other attempt, and waits for those under way: what they raise must not come once the sending has ended. */
    void stop(@Observes @Priority(SECOND) ShutdownEvent event) {
        stopping = true;
        long deadline = System.nanoTime() + FINISHING.toNanos();
        while (attempts.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /**
     * The item of the first attempt that works. If none has when the service stops, neither item nor failure: the offsets
     * don't move then, and whoever reads next takes the batch again.
     *
     * @param what for the log: what waits
     */
    <T> Uni<T> untilDone(String what, Uni<T> attempt) {
        return unlessStopping(attempt)
                .onFailure(failure -> stopping)
                .recoverWithUni(() -> Uni.createFrom().<T>nothing())
                .onFailure()
                .invoke(failure -> LOG.warnf("%s: %s", what, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST, LAST)
                .indefinitely();
    }

    private <T> Uni<T> unlessStopping(Uni<T> attempt) {
        return Uni.createFrom().deferred(() -> {
            // Counted before it is asked, so that whoever stops waits for it or is heard by it.
            attempts.incrementAndGet();
            return (stopping ? this.<T>refused() : attempt).onTermination().invoke(attempts::decrementAndGet);
        });
    }

    private <T> Uni<T> refused() {
        return Uni.createFrom().failure(new IllegalStateException("the service is stopping"));
    }
}
