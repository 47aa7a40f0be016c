package dev.forewarn.benchmark;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The limit of sending: posts bodies that were made and signed before it begins, and does nothing else. No database, no
 * state, no retries.
 *
 * <p>Arguments: port, connections, size of a body, subscriptions.
 */
final class BareClientMain extends ClosedLoop {

    private final int port;
    private final int subscriptions;
    private final Buffer body;

    private BareClientMain(int connections, int port, int size, int subscriptions) {
        super(connections);
        this.port = port;
        this.subscriptions = subscriptions;
        this.body = Buffer.buffer("x".repeat(size));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        int size = Integer.parseInt(arguments[2]);
        int subscriptions = Integer.parseInt(arguments[3]);
        main(Integer.parseInt(arguments[1]), connections -> new BareClientMain(connections, port, size, subscriptions));
    }

    @Override
    Future<?> request(HttpClient client) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/s/" + ThreadLocalRandom.current().nextInt(subscriptions)))
                .compose(this::send)
                .compose(HttpClientResponse::body);
    }

    private Future<HttpClientResponse> send(HttpClientRequest request) {
        request.putHeader("content-type", "application/json")
                .putHeader("user-agent", "bare")
                .putHeader("webhook-id", "ntc_1b2c3d4e5f6g7h8i9j0k1l2m3n")
                .putHeader("webhook-timestamp", "1789603201")
                .putHeader("webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=");
        return request.send(body);
    }
}
