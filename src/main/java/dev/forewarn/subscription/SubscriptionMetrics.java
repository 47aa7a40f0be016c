package dev.forewarn.subscription;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** What is counted here. */
@Singleton
class SubscriptionMetrics {

    /** Changes of the registry, by {@link #OUTCOME}. */
    static final String REGISTRY = "forewarn.subscription.registry";

    static final String OUTCOME = "outcome";
    static final String REGISTERED = "registered";
    static final String REPEATED = "repeated";
    static final String CHANGED = "changed";
    static final String DELETED = "deleted";
    static final String ROTATED = "rotated";
    static final String REFUSED = "refused";

    /** Changes of state, by the new one. */
    static final String CHANGES = "forewarn.subscription.changes";

    /** How many there are in each state. */
    static final String STATES = "forewarn.subscription.states";

    static final String STATE = "state";

    /** Pings, by {@link #OUTCOME}. */
    static final String PINGS = "forewarn.subscription.pings";

    static final String ASKED = "asked";
    static final String PUT_OFF = "put_off";

    private final MeterRegistry meters;

    SubscriptionMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void registry(String outcome) {
        meters.counter(REGISTRY, OUTCOME, outcome).increment();
    }

    void pings(String outcome, int pings) {
        meters.counter(PINGS, OUTCOME, outcome).increment(pings);
    }

    /** Subscriptions have come into a state. */
    void entered(State state, int subscriptions) {
        meters.counter(CHANGES, STATE, state.word()).increment(subscriptions);
    }
}
