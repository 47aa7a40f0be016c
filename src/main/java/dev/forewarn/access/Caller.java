package dev.forewarn.access;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;

/**
 * Who makes a request.
 *
 * @param owner to whom belongs what it makes
 * @param operator whether it runs the service, and sees what belongs to anybody
 * @param bounds what it may publish
 */
public record Caller(long owner, boolean operator, Bounds bounds) {

    /** The owner of what is made with an operator's key. */
    public static final long OPERATORS = 0;

    /** No owner's id: that of a publisher's token that names none, who makes nothing of its own. */
    static final long NOBODY = -1;

    static final String ATTRIBUTE = "forewarn.caller";

    static Caller operator(long owner) {
        return new Caller(owner, true, Bounds.NONE);
    }

    static Caller subscriber(long owner) {
        return new Caller(owner, false, Bounds.SILENT);
    }

    static Caller publisher(long owner, Bounds bounds) {
        return new Caller(owner, false, bounds);
    }

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
