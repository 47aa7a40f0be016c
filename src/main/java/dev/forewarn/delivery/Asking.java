package dev.forewarn.delivery;

import dev.forewarn.access.Caller;
import dev.forewarn.subscription.Consent;
import dev.forewarn.subscription.Directory;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Sends the pings that owners ask for. */
@Singleton
public class Asking {

    private final Consent consent;
    private final Pings pings;
    private final Directory directory;

    Asking(Consent consent, Pings pings, Directory directory) {
        this.consent = consent;
        this.pings = pings;
        this.directory = directory;
    }

    /**
     * What a ping came to.
     *
     * @param state of the subscription, after it
     */
    public record Pinged(String state, AttemptView attempt) {}

    public Uni<Pinged> ask(String subscription, SecurityIdentity identity) {
        Optional<Long> owner = Caller.of(identity).sees();
        return consent.ask(subscription, owner).flatMap(pings::send).flatMap(attempt -> directory
                .named(subscription, owner)
                .map(listed -> new Pinged(listed.state(), attempt)));
    }
}
