package dev.forewarn.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/** The answer to a registration: the only one that holds the secret. One that is repeated holds none. */
public record Registered(
        @JsonUnwrapped SubscriptionView subscription,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> secret) {

    @Override
    public String toString() {
        return "Registered[" + subscription + "]";
    }
}
