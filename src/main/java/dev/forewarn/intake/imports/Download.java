package dev.forewarn.intake.imports;

import dev.forewarn.intake.imports.Fetched.Failure;
import dev.forewarn.intake.imports.Fetched.Validators;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One feed over HTTP, with one deadline for all of it.
 *
 * <pre>
 *   ask ─▶ 200 ─▶ read, up to the largest size ─▶ Whole
 *    ▲     304 ─▶ Unmodified, if that was asked for
 *    └──── 30x ─▶ to the same server, three times at most
 *          anything else, or too late ─▶ Failure
 * </pre>
 */
final class Download {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 3;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int MAX_VALIDATOR = 500;

    private final Vertx vertx;
    private final HttpClient client;
    private final ImportSettings settings;
    private final Optional<Token> token;
    private final Validators known;
    private final Promise<Fetched> result = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private Optional<HttpClientRequest> request = Optional.empty();

    Download(Vertx vertx, HttpClient client, ImportSettings settings, Optional<Token> token, Validators known) {
        this.vertx = vertx;
        this.client = client;
        this.settings = settings;
        this.token = token;
        this.known = known;
    }

    Future<Fetched> from(URI url) {
        long timer =
                vertx.setTimer(settings.timeout().toMillis(), id -> fail("did not answer in " + settings.timeout()));
        ask(url, MAX_REDIRECTS);
        return result.future().onComplete(any -> vertx.cancelTimer(timer));
    }

    private void ask(URI url, int redirects) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(withoutFragment(url))
                .setFollowRedirects(false)
                .setTimeout(TimeUnit.SECONDS.toMillis(settings.timeout().toSeconds()) + 1);
        client.request(options)
                .compose(this::send)
                .onSuccess(response -> answered(response, url, redirects))
                .onFailure(failure -> fail("can't be reached: " + failure));
    }

    private Future<HttpClientResponse> send(HttpClientRequest connected) {
        request = Optional.of(connected);
        connected.putHeader(HttpHeaders.ACCEPT, "application/json").putHeader(HttpHeaders.USER_AGENT, "Forewarn");
        token.ifPresent(given -> connected.putHeader(HttpHeaders.AUTHORIZATION, given.header()));
        known.etag().ifPresent(etag -> connected.putHeader(HttpHeaders.IF_NONE_MATCH, etag));
        known.lastModified().ifPresent(date -> connected.putHeader(HttpHeaders.IF_MODIFIED_SINCE, date));
        return connected.send();
    }

    private void answered(HttpClientResponse response, URI url, int redirects) {
        int status = response.statusCode();
        response.exceptionHandler(failure -> fail("broke off: " + failure));
        if (status == OK) {
            response.handler(this::read);
            response.endHandler(any -> result.tryComplete(new Fetched.Whole(body.getBytes(), validators(response))));
        } else if (status == NOT_MODIFIED && known.any()) {
            result.tryComplete(new Fetched.Unmodified());
        } else if (REDIRECTS.contains(status)) {
            redirected(response, url, redirects);
        } else {
            fail("answered " + status);
        }
    }

    private void read(Buffer part) {
        if (body.length() + (long) part.length() > settings.maxSize().asLongValue()) {
            fail("is larger than FOREWARN_IMPORTS_MAX_SIZE, "
                    + settings.maxSize().asLongValue() + " bytes");
        } else {
            body.appendBuffer(part);
        }
    }

    /** Elsewhere it is not followed: nobody but the operator decides which server is asked, and shown a token. */
    private void redirected(HttpClientResponse response, URI from, int redirects) {
        Optional<URI> to = location(response, from);
        if (to.isEmpty()) {
            fail("answered " + response.statusCode() + " without a place that can be read");
        } else if (!sameServer(from, to.get())) {
            fail("has moved to another server, which is not followed: set "
                    + Labels.shorten(to.get().toString()));
        } else if (redirects == 0) {
            fail("was redirected more than " + MAX_REDIRECTS + " times");
        } else {
            // What it says beside is of no interest, nor how it ends.
            response.exceptionHandler(any -> {});
            response.request().reset();
            ask(to.get(), redirects - 1);
        }
    }

    private static Optional<URI> location(HttpClientResponse response, URI from) {
        try {
            return Optional.ofNullable(response.getHeader(HttpHeaders.LOCATION))
                    .map(from::resolve)
                    .flatMap(to -> Link.read(to.toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same scheme, host and port, or from http to https there. */
    static boolean sameServer(URI from, URI to) {
        boolean secured = from.getScheme().equalsIgnoreCase("http")
                && to.getScheme().equalsIgnoreCase("https")
                && from.getPort() == -1
                && to.getPort() == -1;
        boolean same = from.getScheme().equalsIgnoreCase(to.getScheme()) && port(from) == port(to);
        return (same || secured) && from.getHost().equalsIgnoreCase(to.getHost()) && to.getRawUserInfo() == null;
    }

    private static int port(URI url) {
        int standard = url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return url.getPort() < 0 ? standard : url.getPort();
    }

    private static String withoutFragment(URI url) {
        return url.toString().replaceFirst("#.*$", "");
    }

    private static Validators validators(HttpClientResponse response) {
        return new Validators(header(response, HttpHeaders.ETAG), header(response, HttpHeaders.LAST_MODIFIED));
    }

    private static Optional<String> header(HttpClientResponse response, CharSequence name) {
        return Optional.ofNullable(response.getHeader(name))
                .filter(value -> !value.isBlank() && value.length() <= MAX_VALIDATOR)
                .filter(value -> value.chars().noneMatch(Character::isISOControl));
    }

    private void fail(String reason) {
        if (result.tryFail(new Failure(reason))) {
            request.ifPresent(HttpClientRequest::reset);
        }
    }
}
