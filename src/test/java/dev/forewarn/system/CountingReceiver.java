package dev.forewarn.system;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Receives webhooks and counts how often each came, by the path that it came to; says yes to pings. */
final class CountingReceiver implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Map<String, AtomicInteger>> received = new ConcurrentHashMap<>();
    private final HttpServer server;

    CountingReceiver() {
        server = vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    /** The ids that came to a path, with how often each did. */
    Map<String, AtomicInteger> received(String path) {
        return received.computeIfAbsent(path, any -> new ConcurrentHashMap<>());
    }

    private void receive(HttpServerRequest request) {
        String id = request.getHeader("webhook-id");
        if (!id.startsWith("png_")) {
            received(request.path())
                    .computeIfAbsent(id, any -> new AtomicInteger())
                    .incrementAndGet();
        }
        request.body().onSuccess(body -> request.response().setStatusCode(204).end());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
