package dev.forewarn.benchmark;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A client that makes requests on some connections, on each the next one as soon as the last is answered. A line on its input
 * begins with a number of requests; the answer is how many nanoseconds they took.
 */
abstract class ClosedLoop extends AbstractVerticle {

    private static final int LOOPS = 2;

    private static final AtomicInteger LEFT = new AtomicInteger();
    private static volatile CountDownLatch done = new CountDownLatch(0);

    private final int connections;

    /** @param connections of this one; there is one for each event loop */
    ClosedLoop(int connections) {
        this.connections = connections;
    }

    /** @param client makes one with so many connections */
    @SuppressWarnings("SystemOut")
    static void main(int connections, IntFunction<ClosedLoop> client) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS).setPreferNativeTransport(true));
        vertx.deployVerticle(() -> client.apply(connections / LOOPS), new DeploymentOptions().setInstances(LOOPS))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(run(vertx, line));
        }
        System.exit(0);
    }

    private static long run(Vertx vertx, String line) throws InterruptedException {
        int requests = Integer.parseInt(line.split(" ", 2)[0]);
        long begun = System.nanoTime();
        LEFT.set(requests);
        done = new CountDownLatch(requests);
        vertx.eventBus().publish("run", line);
        done.await();
        return System.nanoTime() - begun;
    }

    @Override
    public void start() {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections));
        vertx.eventBus().<String>consumer("run", line -> {
            told(line.body());
            for (int i = 0; i < connections; i++) {
                next(client);
            }
        });
    }

    private void next(HttpClient client) {
        if (LEFT.getAndDecrement() > 0) {
            request(client).onComplete(any -> {
                done.countDown();
                next(client);
            });
        }
    }

    /** What is to be requested now. */
    void told(String line) {}

    abstract Future<?> request(HttpClient client);
}
