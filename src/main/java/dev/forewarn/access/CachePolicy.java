package dev.forewarn.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * What caches on the way may keep (RFC 9111): an answer that says so, where nobody had to say who they are. All else is
 * the caller's own: what a key was shown is for its holder, and what says nothing is kept by nobody.
 */
@ApplicationScoped
class CachePolicy {

    private static final String NOBODY = "no-store";

    private final SecurityIdentity identity;
    private final AccessSettings settings;

    /** @param identity of the request that is made at the moment */
    CachePolicy(SecurityIdentity identity, AccessSettings settings) {
        this.identity = identity;
        this.settings = settings;
    }

    @ServerResponseFilter
    public void limit(ContainerResponseContext response) {
        String allowed = Optional.ofNullable(response.getHeaderString(HttpHeaders.CACHE_CONTROL))
                .map(said -> isForAll() ? said : said.replace("public", "private"))
                .orElse(NOBODY);
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, allowed);
    }

    private boolean isForAll() {
        return settings.publicReads() && identity.isAnonymous();
    }
}
