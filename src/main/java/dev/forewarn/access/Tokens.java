package dev.forewarn.access;

import dev.forewarn.web.PublicId;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bearer tokens of an OpenID provider, where one is configured; the framework verifies them. */
@Singleton
class Tokens {

    private final OidcAuthenticationMechanism oidc;
    private final boolean enabled;
    private final String ownerClaim;
    private final KeyLookup lookup;

    Tokens(
            OidcAuthenticationMechanism oidc,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean enabled,
            AccessSettings settings,
            KeyLookup lookup) {
        this.oidc = oidc;
        this.enabled = enabled;
        this.ownerClaim = settings.ownerClaim();
        this.lookup = lookup;
    }

    /** Fails if it is no token that the provider has given for this service. */
    Uni<SecurityIdentity> identity(RoutingContext context, IdentityProviderManager providers) {
        return enabled
                ? verified(context, providers).chain(this::identity)
                : Uni.createFrom().failure(new AuthenticationFailedException());
    }

    private Uni<Claims> verified(RoutingContext context, IdentityProviderManager providers) {
        return oidc.authenticate(context, providers)
                .onFailure(Tokens::isUnreadable)
                .transform(AuthenticationFailedException::new)
                .onItem()
                .ifNull()
                .failWith(AuthenticationFailedException::new)
                .map(Claims::new);
    }

    /** Some of what looks like a token and is none is not expected by the framework. */
    private static boolean isUnreadable(Throwable failure) {
        return failure instanceof NoSuchElementException
                || failure instanceof IllegalArgumentException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof DecodeException;
    }

    private Uni<SecurityIdentity> identity(Claims claims) {
        return claims.text(ownerClaim)
                .filter(PublicId::isOne)
                .map(lookup::owner)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(owner -> identity(claims, owner));
    }

    /** Somebody who subscribes does so for an owner: a token that names none is not a subscriber's. */
    private static SecurityIdentity identity(Claims claims, Optional<Long> owner) {
        List<String> roles = claims.roles().stream()
                .filter(role -> owner.isPresent() || !role.equals(Role.SUBSCRIBER))
                .toList();
        return Identities.of("token:" + claims.name(), roles, caller(claims, roles, owner));
    }

    private static Caller caller(Claims claims, List<String> roles, Optional<Long> owner) {
        if (roles.contains(Role.OPERATOR)) {
            return Caller.operator(owner.orElse(Caller.OPERATORS));
        }
        Bounds bounds = roles.contains(Role.PUBLISHER) ? claims.bounds() : Bounds.SILENT;
        return Caller.publisher(owner.orElse(Caller.NOBODY), bounds);
    }
}
