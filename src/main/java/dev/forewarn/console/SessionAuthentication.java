package dev.forewarn.console;

import dev.forewarn.access.SignIn;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Who is looking at the console, by the cookie of their {@link Session}; on its pages alone, so that a cookie is no key to
 * the API. Whatever is wrong with a session, it is none.
 *
 * <pre>
 *   a page's cookie ─┬─ opens, in time ─▶ its key looked up ─┬─ known ─▶ as the key says
 *                    └─ else ─▶ nobody                       └─ else ──▶ nobody
 * </pre>
 */
@Alternative
@Priority(1)
@Singleton
final class SessionAuthentication implements HttpAuthenticationMechanism {

    /** The first parts of the pages' paths: what is not among them knows no session. */
    private static final Set<String> PAGES =
            Set.of("", "cutoffs", "subjects", "sign-in", "sign-out", "subscriptions", "deliveries", "operations");

    private final SessionCookie cookie;
    private final SignIn signIn;

    SessionAuthentication(SessionCookie cookie, SignIn signIn) {
        this.cookie = cookie;
        this.signIn = signIn;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        return session(context).map(this::identity).orElseGet(() -> Uni.createFrom()
                .nullItem());
    }

    private Optional<Session> session(RoutingContext context) {
        return Optional.of(context)
                .filter(SessionAuthentication::isPage)
                .map(page -> page.request().getCookie(cookie.name()))
                .map(Cookie::getValue)
                .flatMap(cookie::read);
    }

    /** Whoever shows a key is who that says. */
    private static boolean isPage(RoutingContext context) {
        String path = context.normalizedPath();
        int end = path.indexOf('/', 1);
        return PAGES.contains(path.substring(1, end < 0 ? path.length() : end))
                && !context.request().headers().contains(HttpHeaders.AUTHORIZATION);
    }

    private Uni<SecurityIdentity> identity(Session session) {
        return signIn.identity(session.key())
                .map(found -> found.map(identity -> signedIn(identity, session)).orElse(null));
    }

    private static SecurityIdentity signedIn(SecurityIdentity identity, Session session) {
        return QuarkusSecurityIdentity.builder(identity)
                .addAttribute(Session.ATTRIBUTE, session)
                .build();
    }

    /** A key is asked for by whoever looks at headers; a page without a session sends its reader to sign in. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }
}
