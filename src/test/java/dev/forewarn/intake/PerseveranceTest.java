package dev.forewarn.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PerseveranceTest {

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final Perseverance perseverance = new Perseverance();
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void whatFailsIsTriedAgainUntilItWorks() {
        assertThat(perseverance.untilDone("a test waits", attempt(3)).await().atMost(Duration.ofSeconds(20)))
                .isEqualTo(3);
    }

    @Test
    void onceTheServiceStopsNothingIsTriedAgainAndNothingIsDone() {
        var waiting = perseverance
                .untilDone("a test waits", attempt(Integer.MAX_VALUE))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        await().until(() -> attempts.get() > 1);
        perseverance.stop(new ShutdownEvent());
        int before = attempts.get();
        // One may be on its way.
        await().during(A_WHILE).until(() -> attempts.get() <= before + 1);
        waiting.assertNotTerminated();
    }

    private Uni<Integer> attempt(int works) {
        return Uni.createFrom().item(attempts::incrementAndGet).invoke(number -> {
            if (number < works) {
                throw new IllegalStateException("pool closed");
            }
        });
    }
}
