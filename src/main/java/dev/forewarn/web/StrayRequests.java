package dev.forewarn.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** Problem documents for what ends before it comes to a resource. */
@Singleton
final class StrayRequests {

    private final ObjectMapper json;

    StrayRequests(ObjectMapper json) {
        this.json = json;
    }

    void answer(@Observes Router router) {
        Stream.of(Status.NOT_FOUND, Status.METHOD_NOT_ALLOWED, Status.REQUEST_ENTITY_TOO_LARGE)
                .forEach(status -> router.errorHandler(status.getStatusCode(), context -> answer(context, status)));
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
