package dev.forewarn.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Counts a body that does not tell its length, which is found too large only while it is read. The framework would end
 * the request without a word.
 */
@ApplicationScoped
class UntoldLength {

    private static final String FRAMEWORKS_LIMIT = "io.quarkus.max-request-size";
    private static final long NONE = -1;

    private final BodyLimit limit;

    UntoldLength(BodyLimit limit) {
        this.limit = limit;
    }

    @ServerRequestFilter
    public void bound(ContainerRequestContext request, RoutingContext routing) {
        if (routing.request().getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            routing.put(FRAMEWORKS_LIMIT, NONE);
            request.setEntityStream(new BoundedBody(request.getEntityStream(), limit, () -> close(routing)));
        }
    }

    /** What is still to come of it is not read. */
    private static void close(RoutingContext routing) {
        routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
}
