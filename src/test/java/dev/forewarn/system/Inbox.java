package dev.forewarn.system;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Receives webhooks on several ports, and counts how often it has taken each. What comes to a path that begins with
 * {@code /flaky} is sometimes refused at first; while it holds, nothing is answered.
 */
final class Inbox implements AutoCloseable {

    private static final int PORTS = 4;
    private static final int TAKEN = 204;
    private static final int REFUSED = 503;

    private final Vertx vertx = Vertx.vertx();
    private final Map<Webhook, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final Set<Webhook> refused = ConcurrentHashMap.newKeySet();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<HttpServer> servers;
    private volatile boolean holding;

    /** One notice for one subscription, which is known by its path. */
    record Webhook(String path, String id) {}

    Inbox() {
        servers = IntStream.range(0, PORTS).mapToObj(any -> listen()).toList();
    }

    private HttpServer listen() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(any -> receive(request)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url(int number, String path) {
        return "http://127.0.0.1:" + servers.get(number % PORTS).actualPort() + path;
    }

    /** How often each was answered with 2xx, or would have been if whoever sent it were still there. */
    Map<Webhook, Integer> taken() {
        return taken.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .get()));
    }

    /** How many webhooks have come, taken or not. */
    int requests() {
        return requests.get();
    }

    /** From now on nothing is answered. */
    void hold() {
        holding = true;
    }

    /** Those that were not answered. */
    Set<Webhook> held() {
        return held.stream().map(Inbox::webhook).collect(Collectors.toSet());
    }

    /** Refuses what is held, whether or not anybody still waits for it, and answers what comes from now on. */
    void refuseHeld() {
        holding = false;
        for (HttpServerRequest request = held.poll(); request != null; request = held.poll()) {
            answer(request, REFUSED);
        }
    }

    private void receive(HttpServerRequest request) {
        Webhook webhook = webhook(request);
        if (webhook.id().startsWith("png_")) {
            answer(request, TAKEN);
            return;
        }
        requests.incrementAndGet();
        if (holding) {
            held.add(request);
        } else if (refuses(webhook)) {
            answer(request, REFUSED);
        } else {
            taken.computeIfAbsent(webhook, any -> new AtomicInteger()).incrementAndGet();
            answer(request, TAKEN);
        }
    }

    private static Webhook webhook(HttpServerRequest request) {
        return new Webhook(request.path(), request.getHeader("webhook-id"));
    }

    private boolean refuses(Webhook webhook) {
        return webhook.path().startsWith("/flaky")
                && Math.floorMod(webhook.id().hashCode(), 3) == 0
                && refused.add(webhook);
    }

    private static void answer(HttpServerRequest request, int status) {
        if (!request.response().closed()) {
            request.response().setStatusCode(status).end();
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
