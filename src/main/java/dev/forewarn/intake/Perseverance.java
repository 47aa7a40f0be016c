package dev.forewarn.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Tries again until it works, or until the service stops. */
@Singleton
class Perseverance {

    private static final Logger LOG = Logger.getLogger(Perseverance.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LAST = Duration.ofSeconds(5);

    private volatile boolean stopping;

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /**
     * The item of the first attempt that works. If none has when the service stops, neither item nor failure: the offsets
     * don't move then, and whoever reads next takes the batch again.
     *
     * @param what for the log: what waits
     */
    <T> Uni<T> untilDone(String what, Uni<T> attempt) {
        return attempt.onFailure(failure -> stopping)
                .recoverWithUni(() -> Uni.createFrom().<T>nothing())
                .onFailure()
                .invoke(failure -> LOG.warnf("%s: %s", what, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST, LAST)
                .indefinitely();
    }
}
