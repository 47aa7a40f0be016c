package dev.forewarn.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** Answers pages. */
@Singleton
final class Pages {

    private static final String TYPE = MediaType.TEXT_HTML + ";charset=UTF-8";
    // Who is signed in, and in which theme it is shown, changes a page.
    private static final String VARIES = "Accept-Encoding, Cookie, Authorization";
    private static final String ASK_AGAIN = "public, no-cache";

    /** A page that anybody may see; who has it already is only told so. */
    Uni<Response> show(TemplateInstance page, Request request) {
        return page.createUni().map(html -> answer(html, request));
    }

    /** A page that is for its reader alone, and is kept by nobody: there may be a secret in it. */
    Uni<Response> once(Status status, TemplateInstance page) {
        return once(status.getStatusCode(), page);
    }

    /** As {@link #once(Status, TemplateInstance)}, also with a status that has no name here. */
    Uni<Response> once(int status, TemplateInstance page) {
        return page.createUni().map(html -> Response.status(status)
                .entity(html)
                .type(TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build());
    }

    private static Response answer(String html, Request request) {
        EntityTag tag = new EntityTag(digest(html), true);
        return Optional.ofNullable(request.evaluatePreconditions(tag))
                .orElseGet(() -> Response.ok(html, TYPE))
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN)
                .header(HttpHeaders.VARY, VARIES)
                .build();
    }

    private static String digest(String html) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(html.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
