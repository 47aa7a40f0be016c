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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The limit of being polled: answers every request with the same bytes, or 304 to who has them.
 *
 * <p>Arguments: a file with the bytes, their entity tag, the header {@code Link}.
 */
final class BareRouteMain extends AbstractVerticle {

    private static final int LOOPS = 2;

    private final int port;
    private final Buffer body;
    private final String tag;
    private final String link;

    private BareRouteMain(int port, Buffer body, String tag, String link) {
        this.port = port;
        this.body = body;
        this.tag = tag;
        this.link = link;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int port = FreePort.find();
        Buffer body = Buffer.buffer(Files.readAllBytes(Path.of(arguments[0])));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS).setPreferNativeTransport(true));
        vertx.deployVerticle(
                        () -> new BareRouteMain(port, body, arguments[1], arguments[2]),
                        new DeploymentOptions().setInstances(LOOPS))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        System.out.println(port);
        // Until whoever started it ends.
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(this::answer)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void answer(HttpServerRequest request) {
        request.response()
                .putHeader("etag", tag)
                .putHeader("cache-control", "no-cache")
                .putHeader("link", link);
        if (tag.equals(request.getHeader("if-none-match"))) {
            request.response().setStatusCode(304).end();
        } else {
            request.response().putHeader("content-type", "application/json").end(body);
        }
    }
}
