package dev.forewarn.web;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import java.util.UUID;

/** The documents for what is refused before any resource is asked. */
final class Refusal {

    static final Problem WRONG_KEY = Problem.of(Status.UNAUTHORIZED, "This key is not known.");

    static final Problem UNAVAILABLE =
            Problem.of(Status.SERVICE_UNAVAILABLE, "The database can't be reached; try again soon.");

    /** When to try again what was refused as {@link #UNAVAILABLE}. */
    static final int RETRY_AFTER_SECONDS = 5;

    /** The challenge to somebody whose key is wrong (RFC 6750). */
    static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";

    private Refusal() {}

    static Problem of(StatusType status) {
        return Problem.of(status, detail(status));
    }

    static Problem fault(UUID reference) {
        return Problem.of(
                Status.INTERNAL_SERVER_ERROR,
                "This is a fault of the service. Its log tells more under " + reference + ".");
    }

    private static String detail(StatusType status) {
        return switch (status.getStatusCode()) {
            case 400 -> "The request can't be understood: a path or a query that is none, say.";
            case 401 -> "This needs a key: Authorization: Bearer <key>.";
            case 403 -> "This key does not allow it.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This method is not allowed here.";
            case 406 -> "None of the accepted media types can be answered.";
            case 415 -> "A body of this media type can't be read here.";
            default -> status.getReasonPhrase() + ".";
        };
    }
}
