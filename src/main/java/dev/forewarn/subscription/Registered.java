package dev.forewarn.subscription;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** The answer to a registration: the only one that holds the secret. */
record Registered(@JsonUnwrapped SubscriptionView subscription, String secret) {

    @Override
    public String toString() {
        return "Registered[" + subscription + "]";
    }
}
