package dev.forewarn.console;

import dev.forewarn.access.OpenToAll;
import dev.forewarn.access.SignIn;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends sessions.
 *
 * <pre>
 *   key shown ─┬─ known ──▶ cookie, and on to where somebody wanted to go
 *              └─ else ───▶ the form again, whatever was wrong with the key
 * </pre>
 */
@Path("/")
@PermitAll
@OpenToAll
class SignInResource {

    private static final String WRONG = "This key is not known. It may be mistyped, revoked or over.";

    private final SignIn signIn;
    private final SessionCookie cookie;
    private final Frames frames;
    private final Pages pages;

    SignInResource(SignIn signIn, SessionCookie cookie, Frames frames, Pages pages) {
        this.signIn = signIn;
        this.cookie = cookie;
        this.frames = frames;
        this.pages = pages;
    }

    @GET
    @Path("sign-in")
    public Uni<Response> ask(@RestQuery @Nullable String next, @Context HttpHeaders headers) {
        return page(Status.OK, next, Optional.empty(), headers);
    }

    @POST
    @Path("sign-in")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> signIn(
            @RestForm @Nullable String key,
            @RestForm @Nullable String next,
            @Context HttpServerRequest request,
            @Context HttpHeaders headers) {
        String shown = Optional.ofNullable(key).map(String::strip).orElse("");
        return signIn.digest(shown, request.remoteAddress().hostAddress())
                .flatMap(digest -> digest.map(known -> begun(known, next))
                        .orElseGet(() -> page(Status.FORBIDDEN, next, Optional.of(WRONG), headers)));
    }

    private Uni<Response> begun(byte[] digest, @Nullable String next) {
        return Uni.createFrom()
                .item(Response.seeOther(URI.create(Next.of(next)))
                        .cookie(cookie.begin(digest))
                        .build());
    }

    private Uni<Response> page(Status status, @Nullable String next, Optional<String> fault, HttpHeaders headers) {
        return pages.once(status, new SignInPage(frames.of(Section.ELSEWHERE, headers), Next.of(next), fault));
    }

    /** Also for whoever is signed in no more. */
    @POST
    @Path("sign-out")
    public Response signOut() {
        return Response.seeOther(URI.create("/")).cookie(cookie.end()).build();
    }
}
