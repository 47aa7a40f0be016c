package dev.forewarn.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with a request, for its sender: RFC 9457, {@code application/problem+json}.
 *
 * @param errors the single faults, where there is more to say than the detail
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, List<Fault> errors) {

    /** The media type of RFC 9457. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One fault.
     *
     * @param pointer where in the body, as a JSON pointer (RFC 6901)
     * @param parameter or which parameter of the query or header
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Fault(Optional<String> pointer, Optional<String> parameter, String detail) {

        public static Fault at(String pointer, String detail) {
            return new Fault(Optional.of(pointer), Optional.empty(), detail);
        }

        public static Fault in(String parameter, String detail) {
            return new Fault(Optional.empty(), Optional.of(parameter), detail);
        }
    }

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(Response.StatusType status, String detail, Fault... errors) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, List.of(errors));
    }

    /** Lets a request end with this. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
