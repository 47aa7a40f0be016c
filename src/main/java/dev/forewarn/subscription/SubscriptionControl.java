package dev.forewarn.subscription;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/** What an owner does with a subscription. Each method is one unit of work, as in {@link SubscriptionStore}. */
@ApplicationScoped
class SubscriptionControl {

    private final Subscriptions subscriptions;
    private final Seals seals;
    private final SubscriptionMetrics metrics;
    private final InstantSource clock;

    SubscriptionControl(Subscriptions subscriptions, Seals seals, SubscriptionMetrics metrics, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.seals = seals;
        this.metrics = metrics;
        this.clock = clock;
    }

    @WithTransaction
    Uni<SubscriptionView> pause(String publicId, Optional<Long> owner) {
        return subscriptions
                .locked(publicId, owner)
                .invoke(subscription -> changed(subscription, each -> each.pause(now())))
                .map(this::view);
    }

    /** What waits goes on, and the failures so far are forgotten. */
    @WithTransaction
    Uni<SubscriptionView> resume(String publicId, Optional<Long> owner) {
        return subscriptions
                .key(publicId, owner)
                .call(key -> subscriptions.letGoOn(key, now()))
                .flatMap(subscriptions::locked)
                .invoke(subscription -> changed(subscription, each -> each.resume(now())))
                .map(this::view);
    }

    /** Gives it another secret; tells until when the one before signs, too. */
    @WithTransaction
    Uni<Instant> rotate(String publicId, Optional<Long> owner, Secret secret, Duration overlap) {
        Instant now = now();
        Instant until = now.plus(overlap);
        return subscriptions
                .locked(publicId, owner)
                .invoke(found -> found.rotate(seals.seal(secret, found.publicId), until, now))
                .replaceWith(until);
    }

    private void changed(Subscription subscription, Consumer<Subscription> change) {
        State before = subscription.state();
        change.accept(subscription);
        if (subscription.state() != before) {
            metrics.entered(subscription.state(), 1);
        }
    }

    private SubscriptionView view(Subscription subscription) {
        return SubscriptionView.of(subscription, seals.headers(subscription.headers, subscription.publicId));
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
