package dev.forewarn.benchmark;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limit: posts bodies that were made and signed before it begins, and does nothing else. No database, no state, no
 * retries.
 *
 * <p>Arguments: port, connections, size of a body, subscriptions. A line on its input is a number of requests; the answer is
 * how many nanoseconds they took.
 */
final class BareClientMain extends AbstractVerticle {

    private static final int LOOPS = 2;

    private static final AtomicInteger LEFT = new AtomicInteger();
    private static volatile CountDownLatch done = new CountDownLatch(0);

    private final int port;
    private final int connections;
    private final int subscriptions;
    private final Buffer body;

    private BareClientMain(int port, int connections, int size, int subscriptions) {
        this.port = port;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.body = Buffer.buffer("x".repeat(size));
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        int connections = Integer.parseInt(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        int subscriptions = Integer.parseInt(arguments[3]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS).setPreferNativeTransport(true));
        vertx.deployVerticle(
                        () -> new BareClientMain(port, connections / LOOPS, size, subscriptions),
                        new DeploymentOptions().setInstances(LOOPS))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(run(vertx, Integer.parseInt(line)));
        }
        System.exit(0);
    }

    private static long run(Vertx vertx, int requests) throws InterruptedException {
        long begun = System.nanoTime();
        LEFT.set(requests);
        done = new CountDownLatch(requests);
        vertx.eventBus().publish("run", "");
        done.await();
        return System.nanoTime() - begun;
    }

    @Override
    public void start() {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections));
        vertx.eventBus().consumer("run", any -> {
            for (int i = 0; i < connections; i++) {
                next(client);
            }
        });
    }

    private void next(HttpClient client) {
        if (LEFT.getAndDecrement() <= 0) {
            return;
        }
        int subscription = ThreadLocalRandom.current().nextInt(subscriptions);
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/s/" + subscription))
                .compose(this::send)
                .onComplete(any -> {
                    done.countDown();
                    next(client);
                });
    }

    private io.vertx.core.Future<Buffer> send(HttpClientRequest request) {
        request.putHeader("content-type", "application/json")
                .putHeader("user-agent", "bare")
                .putHeader("webhook-id", "ntc_1b2c3d4e5f6g7h8i9j0k1l2m3n")
                .putHeader("webhook-timestamp", "1789603201")
                .putHeader("webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=");
        return request.send(body).compose(response -> response.body());
    }
}
