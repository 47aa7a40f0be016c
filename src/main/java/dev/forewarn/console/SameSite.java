package dev.forewarn.console;

import dev.forewarn.ledger.PublicUrl;
import dev.forewarn.web.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * Lets nothing be changed by what another site has made a browser send: by Fetch Metadata, or by {@code Origin} where a
 * browser is too old for that. What no browser has sent says neither, and carries nobody's cookie. The token of a form is
 * checked beside this, by {@link Forms}.
 */
@ApplicationScoped
class SameSite {

    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final String ORIGIN = "Origin";

    private final PublicUrl url;

    SameSite(PublicUrl url) {
        this.url = url;
    }

    @ServerRequestFilter
    public Optional<Response> check(ContainerRequestContext request, SimpleResourceInfo resource) {
        boolean changes = !READS.contains(request.getMethod());
        boolean page = resource.getResourceClass().getPackage().equals(SameSite.class.getPackage());
        return page && changes && !isOwn(request) ? Optional.of(refused()) : Optional.empty();
    }

    private boolean isOwn(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString(FETCH_SITE))
                .map("same-origin"::equals)
                .or(() -> Optional.ofNullable(request.getHeaderString(ORIGIN)).map(origin -> isOwn(origin, request)))
                .orElse(true);
    }

    /** As the browser knows this service, or as its operator has said that it is known. */
    private boolean isOwn(String origin, ContainerRequestContext request) {
        return authority(origin)
                .filter(from -> Optional.of(from).equals(authority(url.base()))
                        || from.equalsIgnoreCase(request.getHeaderString(HttpHeaders.HOST)))
                .isPresent();
    }

    private static Optional<String> authority(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Response refused() {
        return Response.status(Status.FORBIDDEN)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(Status.FORBIDDEN, "This was sent by another site, so nothing was done."))
                .build();
    }
}
