package dev.forewarn.console;

import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;

/** Reads forms, and refuses those that no page of the present session has held: a cookie alone changes nothing. */
@Singleton
final class Forms {

    static final String TOKEN = "token";

    private final SecurityIdentity identity;

    /** @param identity of the request that is made at the moment */
    Forms(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * A form of the present session.
     *
     * @throws ProblemException if it is not one
     */
    Form own(MultivaluedMap<String, String> fields) {
        String token = Optional.ofNullable(fields.getFirst(TOKEN)).orElse("");
        if (Session.of(identity).filter(session -> session.gave(token)).isEmpty()) {
            throw Problem.of(
                            Status.FORBIDDEN,
                            "This form is not of your present session, so nothing was done. Load its page again.")
                    .exception();
        }
        return new Form(fields);
    }

    /** For a page that holds a form; nothing of use for whoever has shown a key instead of signing in. */
    String token() {
        return Session.of(identity).map(Session::token).orElse("");
    }
}
