package dev.forewarn.access;

import dev.forewarn.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * What every request to a resource must pass, whatever the resource itself allows. The framework makes its filters before
 * the settings can be read: this one is made with the first request.
 */
@ApplicationScoped
class Gate {

    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final SecurityIdentity identity;
    private final AccessSettings settings;
    private final WriteLimit limit;
    private final MeterRegistry meters;

    /** @param identity of the request that is made at the moment */
    Gate(SecurityIdentity identity, AccessSettings settings, WriteLimit limit, MeterRegistry meters) {
        this.identity = identity;
        this.settings = settings;
        this.limit = limit;
        this.meters = meters;
    }

    @ServerRequestFilter
    public Optional<Response> check(ContainerRequestContext request, SimpleResourceInfo resource) {
        boolean open = resource.getResourceClass().isAnnotationPresent(OpenToAll.class);
        if (identity.isAnonymous()) {
            requirePublicReads(open);
            return Optional.empty();
        }
        requireRole(open);
        return READS.contains(request.getMethod()) || Identities.isAdmin(identity)
                ? Optional.empty()
                : limit.take(identity.getPrincipal().getName()).map(this::tooMany);
    }

    private void requirePublicReads(boolean open) {
        if (!open && !settings.publicReads()) {
            throw new UnauthorizedException();
        }
    }

    /** A token of the provider is not yet one of somebody who has to do with this service. */
    private void requireRole(boolean open) {
        if (!open && !settings.publicReads() && Role.ALL.stream().noneMatch(identity::hasRole)) {
            throw new ForbiddenException();
        }
    }

    private Response tooMany(Duration wait) {
        meters.counter(AccessMetrics.LIMITED).increment();
        return Response.status(Response.Status.TOO_MANY_REQUESTS)
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.RETRY_AFTER, wait.plusMillis(999).toSeconds())
                .entity(Problem.of(Response.Status.TOO_MANY_REQUESTS, limit.told()))
                .build();
    }
}
