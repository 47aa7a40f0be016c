package dev.forewarn.subscription;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an owner does with a webhook, whichever way they come; as in {@link Registry}, what is not theirs is not there. */
@Singleton
public class Handling {

    private final SubscriptionControl control;
    private final Consent consent;
    private final SubscriptionMetrics metrics;

    Handling(SubscriptionControl control, Consent consent, SubscriptionMetrics metrics) {
        this.control = control;
        this.consent = consent;
        this.metrics = metrics;
    }

    public Uni<SubscriptionView> pause(String id, Optional<Long> owner) {
        return control.pause(id, owner);
    }

    public Uni<SubscriptionView> resume(String id, Optional<Long> owner) {
        return control.resume(id, owner).invoke(consent::mayBeDue);
    }

    /**
     * Gives it another secret.
     *
     * @param body as JSON, for how long the one before signs, too; null or empty leaves it open
     */
    public Uni<Rotated> rotate(String id, Optional<Long> owner, byte @Nullable [] body) {
        Duration overlap = Overlap.read(body);
        Secret secret = Secret.random();
        return control.rotate(id, owner, secret, overlap)
                .invoke(() -> metrics.registry(SubscriptionMetrics.ROTATED))
                .map(until -> new Rotated(secret.told(), until));
    }
}
