package dev.forewarn.access;

import dev.forewarn.web.KnownAnswers;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets what anybody may read, and is in memory, be answered before it is asked who is reading. That is what most polls
 * come to, and who they are costs several times as much to find out as the answer.
 */
@Singleton
final class OpenReads {

    /** Behind what the framework says of other origins (CORS: 300), before its search for an identity (200). */
    private static final int BEFORE_IDENTITY = 250;

    private final AccessSettings settings;
    private final KnownAnswers known;

    OpenReads(AccessSettings settings, KnownAnswers known) {
        this.settings = settings;
        this.known = known;
    }

    void answer(@Observes Filters filters) {
        if (settings.publicReads()) {
            filters.register(this::answer, BEFORE_IDENTITY);
        }
    }

    private void answer(RoutingContext context) {
        if (!isOpen(context.request()) || !known.answer(context.request())) {
            context.next();
        }
    }

    /** Whoever shows a key is to hear if it does not hold. */
    private static boolean isOpen(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method()) && !request.headers().contains(HttpHeaders.AUTHORIZATION);
    }
}
