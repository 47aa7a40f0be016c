package dev.forewarn.subscription;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A subscription, as it is answered: without its secret.
 *
 * @param headers the names of the headers that are sent along; their values are not shown
 * @param reason why it is disabled
 */
public record SubscriptionView(
        String id,
        String owner,
        @JsonUnwrapped TermsView terms,
        List<String> headers,
        String state,
        Instant stateSince,
        Optional<String> reason,
        Instant createdAt,
        Instant updatedAt) {

    static SubscriptionView of(Subscription subscription, Headers headers) {
        return new SubscriptionView(
                subscription.publicId,
                subscription.owner,
                TermsView.of(subscription),
                headers.names(),
                subscription.state,
                subscription.stateSince,
                Optional.ofNullable(subscription.reason),
                subscription.createdAt,
                subscription.updatedAt);
    }
}
