package dev.forewarn.access;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;

/**
 * Who makes a request.
 *
 * @param owner to whom belongs what it makes
 * @param operator whether it runs the service, and sees what belongs to anybody
 */
public record Caller(long owner, boolean operator) {

    /** The owner of what is made with an operator's key. */
    public static final long OPERATORS = 0;

    static final String ATTRIBUTE = "forewarn.caller";

    /**
     * The caller that a request was authenticated as.
     *
     * @throws UnauthorizedException if it has no name
     */
    public static Caller of(SecurityIdentity identity) {
        return Optional.<Caller>ofNullable(identity.getAttribute(ATTRIBUTE)).orElseThrow(UnauthorizedException::new);
    }

    /** Whose things it sees; empty: everybody's. */
    public Optional<Long> sees() {
        return operator ? Optional.empty() : Optional.of(owner);
    }
}
