package dev.forewarn.console;

import dev.forewarn.access.Caller;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Who looks at a page. */
@Singleton
class Viewing {

    private final SecurityIdentity identity;

    /** @param identity of the request that is made at the moment */
    Viewing(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Whose things they see; empty: everybody's. */
    Optional<Long> sees() {
        return caller().sees();
    }

    /** To whom belongs what they make. */
    long owner() {
        return caller().owner();
    }

    /** The key that they have shown. */
    String name() {
        return identity.getPrincipal().getName();
    }

    private Caller caller() {
        return Caller.of(identity);
    }
}
