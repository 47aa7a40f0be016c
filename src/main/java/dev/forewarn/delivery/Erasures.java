package dev.forewarn.delivery;

import dev.forewarn.delivery.ErasureStore.Gone;
import dev.forewarn.loop.Loop;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Erases the deliveries of subscriptions that are gone, part by part.
 *
 * <pre>
 *   gone ─▶ leased ─▶ erased ─▶ looked at again, as what was in flight may have been written since ─▶ forgotten
 * </pre>
 */
@Singleton
class Erasures {

    private static final int AT_ONCE = 10;

    private final ErasureStore store;
    private final DeliverySettings settings;
    private final Loop loop;

    Erasures(Vertx vertx, ErasureStore store, DeliverySettings settings) {
        this.store = store;
        this.settings = settings;
        this.loop = new Loop(vertx, "erasures", this::step);
    }

    void start() {
        loop.start();
    }

    Uni<Void> stop() {
        return loop.stop();
    }

    private Uni<Duration> step() {
        return store.claim(AT_ONCE)
                .call(this::erase)
                .map(gone -> gone.size() == AT_ONCE ? Duration.ZERO : settings.pollInterval());
    }

    private Uni<Void> erase(List<Gone> gone) {
        return Multi.createFrom()
                .iterable(gone)
                .onItem()
                .transformToUniAndConcatenate(this::erase)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> erase(Gone gone) {
        return store.forgetWaiting(gone.subscription())
                .chain(() -> store.eraseEnded(gone.subscription()))
                .chain(() -> store.done(gone));
    }
}
