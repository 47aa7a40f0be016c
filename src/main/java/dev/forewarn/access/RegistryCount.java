package dev.forewarn.access;

import dev.forewarn.web.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Counts what becomes of the changes of owners and keys. */
@Singleton
class RegistryCount {

    private final MeterRegistry meters;

    RegistryCount(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param outcome what it is if nothing is wrong with it */
    <T> Uni<T> counted(String outcome, Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .<T>deferred(work)
                .invoke(done -> count(isReplay(done) ? AccessMetrics.REPEATED : outcome))
                .onFailure(ProblemException.class)
                .invoke(() -> count(AccessMetrics.REFUSED));
    }

    private static boolean isReplay(Object done) {
        return done instanceof Created<?> created && created.replayed();
    }

    private void count(String outcome) {
        meters.counter(AccessMetrics.REGISTRY, AccessMetrics.OUTCOME, outcome).increment();
    }
}
