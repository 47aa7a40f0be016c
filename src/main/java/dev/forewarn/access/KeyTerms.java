package dev.forewarn.access;

import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks a key to be.
 *
 * @param owner the public id of whose it shall be; empty: the caller's own
 * @param bounds of a publisher; others say nothing
 */
record KeyTerms(String name, String role, Optional<String> owner, Bounds bounds, Optional<Instant> expiresAt) {

    /**
     * Lets nobody give more than it has.
     *
     * @throws dev.forewarn.web.ProblemException if the caller may make no key of this role
     */
    void requireOf(Caller caller) {
        if (!caller.operator() && !role.equals(Role.SUBSCRIBER)) {
            throw ProblemException.forbidden(List.of(
                    Problem.Fault.at("/role", "only operators make keys that are no " + Role.SUBSCRIBER + "'s")));
        }
    }
}
