package dev.forewarn.subscription;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/** A subscription, as it is answered: without its secret. */
record SubscriptionView(String id, @JsonUnwrapped TermsView terms, String state, Instant createdAt, Instant updatedAt) {

    static SubscriptionView of(Subscription subscription) {
        return new SubscriptionView(
                subscription.publicId,
                TermsView.of(subscription),
                subscription.state,
                subscription.createdAt,
                subscription.updatedAt);
    }
}
