package dev.forewarn.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Problem documents, or pages, for what ends before it comes to a resource. */
@Singleton
final class StrayRequests {

    /** Before the framework looks at the length, which it refuses without a word. */
    private static final int FIRST = 1_000;

    private static final Logger LOG = Logger.getLogger(StrayRequests.class);
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";
    private static final int FIRST_ROUTE = Integer.MIN_VALUE;
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    // RFC 3986, 2.1. The framework answers it without a word.
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    // RFC 9110, 8.3.1, as far as it matters.
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("\\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+\\s*(;[^\\p{Cntrl}]*)?");

    private final ObjectMapper json;
    private final BodyLimit bodyLimit;
    private final ProblemPage page;

    StrayRequests(ObjectMapper json, BodyLimit bodyLimit, ProblemPage page) {
        this.json = json;
        this.bodyLimit = bodyLimit;
        this.page = page;
    }

    void answer(@Observes Router router) {
        Stream.of(
                        Status.BAD_REQUEST,
                        Status.NOT_FOUND,
                        Status.METHOD_NOT_ALLOWED,
                        Status.REQUEST_URI_TOO_LONG,
                        Status.UNSUPPORTED_MEDIA_TYPE,
                        Status.REQUEST_HEADER_FIELDS_TOO_LARGE)
                .forEach(status ->
                        router.errorHandler(status.getStatusCode(), context -> answer(context, Refusal.of(status))));
        router.errorHandler(
                Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(), context -> answer(context, bodyLimit.problem()));
        router.route().order(FIRST_ROUTE).failureHandler(this::answerOutage);
    }

    /** Also a caller's key is looked up in the database. */
    private void answerOutage(RoutingContext context) {
        if (context.failure() != null && Outage.causes(context.failure())) {
            LOG.warnf("a key was not looked up: the database is away (%s)", context.failure());
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(Refusal.RETRY_AFTER_SECONDS));
            answer(context, Refusal.UNAVAILABLE);
        } else {
            context.next();
        }
    }

    void measure(@Observes Filters filters) {
        filters.register(this::measure, FIRST);
    }

    private void measure(RoutingContext context) {
        if (BROKEN_ESCAPE.matcher(context.request().uri()).find()) {
            answer(context, Refusal.of(Status.BAD_REQUEST));
            return;
        }
        if (!MEDIA_TYPE.matcher(type(context)).matches()) {
            answer(context, Refusal.of(Status.UNSUPPORTED_MEDIA_TYPE));
            return;
        }
        if (bodyLimit.allows(length(context))) {
            context.next();
            return;
        }
        // What is still to come of the body is not read.
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.response().endHandler(ended -> context.request().connection().close());
        answer(context, bodyLimit.problem());
    }

    /** The framework would stumble over what is no media type, before it knows who is asking. */
    private static String type(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .filter(type -> !type.isBlank())
                .orElse(MediaType.WILDCARD);
    }

    private static long length(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))
                .filter(text -> LENGTH.matcher(text).matches())
                .map(Long::valueOf)
                .orElse(0L);
    }

    private void answer(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (Browsers.wantPage(context.request().path(), context.request().getHeader(HttpHeaders.ACCEPT))) {
            page.headers().forEach(response::putHeader);
            response.putHeader(HttpHeaders.CONTENT_TYPE, HTML).end(page.html(problem));
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE).end(document(problem));
        }
    }

    private String document(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
