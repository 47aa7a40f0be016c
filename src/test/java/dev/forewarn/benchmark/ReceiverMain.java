package dev.forewarn.benchmark;

import dev.forewarn.servers.FreePort;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes webhooks and answers 204; what comes to a path that begins with {@code /hole} is never answered.
 *
 * <p>Lines on its input: {@code count}, {@code report}, {@code reset}, {@code latency on|off}.
 */
final class ReceiverMain extends AbstractVerticle {

    private static final int LOOPS = 2;
    private static final String TIMESTAMP = "\"timestamp\":\"";
    private static final List<Arrivals> ARRIVALS = new CopyOnWriteArrayList<>();

    private static volatile boolean latency;

    private final int port;
    private final Arrivals arrivals = new Arrivals();

    private ReceiverMain(int port) {
        this.port = port;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int port = FreePort.find();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS).setPreferNativeTransport(true));
        vertx.deployVerticle(() -> new ReceiverMain(port), new DeploymentOptions().setInstances(LOOPS))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        System.out.println(port);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(obey(line));
        }
        System.exit(0);
    }

    private static String obey(String line) {
        return switch (line) {
            case "count" ->
                Integer.toString(ARRIVALS.stream().mapToInt(Arrivals::size).sum());
            case "report" -> Arrivals.report(ARRIVALS);
            case "reset" -> {
                ARRIVALS.forEach(Arrivals::reset);
                yield "ok";
            }
            default -> {
                latency = line.equals("latency on");
                yield "ok";
            }
        };
    }

    @Override
    public void start(Promise<Void> started) {
        ARRIVALS.add(arrivals);
        vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(4096))
                .requestHandler(this::receive)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void receive(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith("/hole")) {
            return;
        }
        long now = micros(Instant.now());
        String id = request.getHeader("webhook-id");
        if (id != null && id.startsWith("ntc_")) {
            arrivals.add(hash(hash(1, path), id), now);
            if (latency) {
                request.bodyHandler(body -> late(body, now));
            }
        }
        request.response().setStatusCode(204).end();
    }

    /** The time of an announcement is the time of its event, which is when it was to be sent. */
    private void late(Buffer body, long now) {
        String head = body.getString(0, Math.min(body.length(), 200));
        int from = head.indexOf(TIMESTAMP) + TIMESTAMP.length();
        arrivals.late(now - micros(Instant.parse(head.substring(from, head.indexOf('"', from)))));
    }

    static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getLong(ChronoField.MICRO_OF_SECOND);
    }

    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
