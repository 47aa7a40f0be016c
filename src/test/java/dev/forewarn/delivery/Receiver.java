package dev.forewarn.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks that answers each path as a test wants, and remembers what it got. */
final class Receiver implements AutoCloseable {

    /** What is done with a request. */
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    record Received(String path, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().get(0))
                    .findFirst()
                    .orElseThrow();
        }

        String text() {
            return new String(body, UTF_8);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** What the next requests of that path are answered with; those after them get 204. */
    void answers(String path, Reply... next) {
        replies.put(path, new ArrayDeque<>(List.of(next)));
    }

    List<Received> received(String path) {
        return received.stream().filter(each -> each.path().equals(path)).toList();
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    static Reply status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static Reply status(int status, String header, String value) {
        return exchange -> {
            exchange.getResponseHeaders().add(header, value);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    static Reply text(int status, String text) {
        return exchange -> {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        };
    }

    /** Closes the connection without an answer. */
    static Reply nothing() {
        return HttpExchange::close;
    }

    /** Answers nothing for as long as the receiver lives. */
    Reply hang() {
        return exchange -> await(closed);
    }

    /** Begins an answer and never ends it. */
    Reply drip(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
            await(closed);
        };
    }

    /** Answers once the gate is open. */
    static Reply after(CountDownLatch gate) {
        return exchange -> {
            await(gate);
            exchange.sendResponseHeaders(204, -1);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new Received(path, Map.copyOf(exchange.getRequestHeaders()), body));
            next(path).to(exchange);
        }
    }

    private Reply next(String path) {
        Reply next = replies.getOrDefault(path, new ArrayDeque<>()).poll();
        return next == null ? status(204) : next;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
