package dev.forewarn.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is calling, by {@code Authorization: Bearer …} (RFC 6750). No key at all is a caller without a name.
 *
 * <pre>
 *   bearer ─┬─ the admin key ──────────────────────────▶ operator, also while PostgreSQL is away
 *           ├─ fwk_… ─▶ looked up ─┬─ known, in time ──▶ as the key says
 *           │                      ├─ PostgreSQL away ─▶ 503
 *           │                      └─ else ────────────▶ 401
 *           └─ else ──▶ OIDC ──────┬─ verified ────────▶ as the token says
 *                                  └─ else, or off ────▶ 401
 * </pre>
 */
@Alternative
@Priority(1)
@Singleton
final class BearerAuthentication implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer";
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)bearer +(\\S+) *");

    private final AdminKey adminKey;
    private final KeyLookup keys;
    private final Tokens tokens;
    private final MeterRegistry meters;

    BearerAuthentication(AdminKey adminKey, KeyLookup keys, Tokens tokens, MeterRegistry meters) {
        this.adminKey = adminKey;
        this.keys = keys;
        this.tokens = tokens;
        this.meters = meters;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        return bearer(context)
                .map(text -> identity(text, context, providers).onFailure().invoke(this::failed))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private Uni<SecurityIdentity> identity(String text, RoutingContext context, IdentityProviderManager providers) {
        if (adminKey.is(text)) {
            count(AccessMetrics.ADMIN);
            return Uni.createFrom().item(Identities.ADMIN);
        }
        return Credential.meant(text)
                ? key(text).invoke(() -> count(AccessMetrics.KEY))
                : tokens.identity(context, providers).invoke(() -> count(AccessMetrics.TOKEN));
    }

    private Uni<SecurityIdentity> key(String text) {
        return Credential.parse(text)
                .map(keys::identity)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found -> found.orElseThrow(AuthenticationFailedException::new));
    }

    private void failed(Throwable failure) {
        count(failure instanceof AuthenticationFailedException ? AccessMetrics.UNKNOWN : AccessMetrics.UNAVAILABLE);
    }

    private void count(String outcome) {
        meters.counter(AccessMetrics.AUTHENTICATION, AccessMetrics.OUTCOME, outcome)
                .increment();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        String challenge = bearer(context).isPresent() ? SCHEME + " error=\"invalid_token\"" : SCHEME;
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", challenge));
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, SCHEME));
    }

    private static Optional<String> bearer(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .map(CREDENTIALS::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1));
    }
}
