package dev.forewarn.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is calling, by {@code Authorization: Bearer <key>} (RFC 6750). No key at all is a caller without a name. */
@Singleton
final class BearerAuthentication implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer";
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)bearer +(\\S+) *");
    private static final SecurityIdentity OPERATOR = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(Role.OPERATOR))
            .addRole(Role.OPERATOR)
            .addAttribute(Caller.ATTRIBUTE, new Caller(Caller.OPERATORS, true))
            .build();

    private final AdminKey adminKey;
    private final MeterRegistry meters;

    BearerAuthentication(AdminKey adminKey, MeterRegistry meters) {
        this.adminKey = adminKey;
        this.meters = meters;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        return key(context).map(this::identity).orElseGet(() -> Uni.createFrom().nullItem());
    }

    private Uni<SecurityIdentity> identity(String key) {
        if (adminKey.is(key)) {
            return Uni.createFrom().item(OPERATOR);
        }
        meters.counter(AccessMetrics.REFUSED_KEYS).increment();
        return Uni.createFrom().failure(new AuthenticationFailedException());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        String challenge = key(context).isPresent() ? SCHEME + " error=\"invalid_token\"" : SCHEME;
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", challenge));
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, SCHEME));
    }

    private static Optional<String> key(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .map(CREDENTIALS::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1));
    }
}
