package dev.forewarn.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Problem documents for what ends before it comes to a resource. */
@Singleton
final class StrayRequests {

    /** Before the framework looks at the length, which it refuses without a word. */
    private static final int FIRST = 1_000;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final ObjectMapper json;
    private final long maxBody;

    StrayRequests(
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M") MemorySize maxBody) {
        this.json = json;
        this.maxBody = maxBody.asLongValue();
    }

    void answer(@Observes Router router) {
        Stream.of(Status.NOT_FOUND, Status.METHOD_NOT_ALLOWED)
                .forEach(status -> router.errorHandler(status.getStatusCode(), context -> answer(context, status)));
    }

    void measure(@Observes Filters filters) {
        filters.register(this::measure, FIRST);
    }

    private void measure(RoutingContext context) {
        if (length(context) <= maxBody) {
            context.next();
            return;
        }
        // What is still to come of the body is not read.
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.response().endHandler(ended -> context.request().connection().close());
        answer(context, Status.REQUEST_ENTITY_TOO_LARGE);
    }

    private static long length(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))
                .filter(text -> LENGTH.matcher(text).matches())
                .map(Long::valueOf)
                .orElse(0L);
    }

    private void answer(RoutingContext context, Status status) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status.getStatusCode())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(document(Refusal.of(status)));
    }

    private String document(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
