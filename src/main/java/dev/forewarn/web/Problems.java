package dev.forewarn.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a problem document. */
@ApplicationScoped
class Problems {

    /** What a request without a key, or with a wrong one, is asked for (RFC 6750). */
    static final String CHALLENGE = "Bearer";

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private final BodyLimit bodyLimit;
    private final Methods methods;

    Problems(BodyLimit bodyLimit, Methods methods) {
        this.bodyLimit = bodyLimit;
        this.methods = methods;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        Response.ResponseBuilder answer = answer(e.problem());
        return e.problem().status() == Status.SERVICE_UNAVAILABLE.getStatusCode()
                ? answer.header(HttpHeaders.RETRY_AFTER, Refusal.RETRY_AFTER_SECONDS)
                        .build()
                : answer.build();
    }

    /** What the framework refuses: an unknown path, method or media type, a body that is too large. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e, UriInfo uri) {
        Response response = e.getResponse();
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json);
        }
        if (response.hasEntity()) {
            return response;
        }
        if (response.getStatus() >= 500) {
            return unexpected(e, uri);
        }
        return switch (response.getStatus()) {
            case 405 ->
                refused(response)
                        .header(HttpHeaders.ALLOW, methods.allowed(uri.getPath()))
                        .build();
            case 413 -> answer(bodyLimit.problem()).build();
            default -> refused(response).build();
        };
    }

    private static Response.ResponseBuilder refused(Response response) {
        return Response.fromResponse(response).type(Problem.MEDIA_TYPE).entity(Refusal.of(response.getStatusInfo()));
    }

    // The framework has an answer of its own for the narrower one.
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response unreadable(JsonProcessingException e) {
        if (e instanceof JsonMappingException wrong && !(e.getCause() instanceof StreamReadException)) {
            return problem(ProblemException.unprocessable(
                    List.of(Problem.Fault.at(pointer(wrong), "can't be read: " + wrong.getOriginalMessage()))));
        }
        return answer(JsonBody.broken(e)).build();
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException e) {
        return answer(Refusal.of(Status.UNAUTHORIZED))
                .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
                .build();
    }

    @ServerExceptionMapper
    Response unauthenticated(AuthenticationFailedException e) {
        return answer(Refusal.WRONG_KEY)
                .header(HttpHeaders.WWW_AUTHENTICATE, Refusal.INVALID_TOKEN)
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return answer(Refusal.of(Status.FORBIDDEN)).build();
    }

    /** What Vert.x refuses while a resource reads its request: a query that is none, say. */
    @ServerExceptionMapper
    Response refused(HttpException e, UriInfo uri) {
        Optional<Status> refusal = Optional.ofNullable(Status.fromStatusCode(e.getStatusCode()))
                .filter(status -> status.getStatusCode() < 500);
        return refusal.map(status -> answer(Refusal.of(status)).build()).orElseGet(() -> unexpected(e, uri));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e, UriInfo uri) {
        return Outage.causes(e) ? unavailable(e) : fault(e, uri);
    }

    private static Response unavailable(Throwable e) {
        LOG.warnf("a request was refused: the database is away (%s)", e.toString());
        return answer(Refusal.UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, Refusal.RETRY_AFTER_SECONDS)
                .build();
    }

    private static Response fault(Throwable e, UriInfo uri) {
        UUID reference = UUID.randomUUID();
        // As it was sent: decoded, it could hold a line break, and write lines of its own into the log.
        LOG.errorf(e, "fault %s at %s", reference, uri.getRequestUri().getRawPath());
        return answer(Refusal.fault(reference)).build();
    }

    private static Response.ResponseBuilder answer(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "/" + step.getIndex() : Members.pointer(step.getFieldName()))
                .collect(Collectors.joining());
    }
}
