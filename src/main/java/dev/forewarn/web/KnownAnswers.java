package dev.forewarn.web;

import io.vertx.core.http.HttpServerRequest;

/** What is in memory as it was answered before, and may be read by anybody. */
@FunctionalInterface
public interface KnownAnswers {

    /**
     * Answers at once, on the event loop.
     *
     * @param request a {@code GET}
     * @return false if this is not in memory: then nothing is answered
     */
    boolean answer(HttpServerRequest request);
}
