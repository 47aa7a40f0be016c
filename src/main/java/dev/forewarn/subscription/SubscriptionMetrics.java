package dev.forewarn.subscription;

/** What is counted here. */
final class SubscriptionMetrics {

    /** Changes of the registry, by {@link #OUTCOME}. */
    static final String REGISTRY = "forewarn.subscription.registry";

    static final String OUTCOME = "outcome";
    static final String REGISTERED = "registered";
    static final String CHANGED = "changed";
    static final String DELETED = "deleted";
    static final String REFUSED = "refused";

    private SubscriptionMetrics() {}
}
