package dev.forewarn.access;

import jakarta.ws.rs.core.Response;
import java.net.URI;

/**
 * What a creating request came to.
 *
 * @param replayed whether it was created before, by the same request
 */
record Created<T>(T view, boolean replayed) {

    static <T> Created<T> now(T view) {
        return new Created<>(view, false);
    }

    static <T> Created<T> before(T view) {
        return new Created<>(view, true);
    }

    /**
     * 201, also if it was created before.
     *
     * @param shown what to show of it
     */
    Response answer(String location, Object shown) {
        Response.ResponseBuilder answer = Response.created(URI.create(location)).entity(shown);
        return replayed ? answer.header(IdempotencyKey.REPLAYED, true).build() : answer.build();
    }
}
