package dev.forewarn.benchmark;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;

/**
 * Gets one page again and again.
 *
 * <p>Argument: connections. A line: number of requests, port, path, and where it has the page already, its entity tag.
 */
final class PollerMain extends ClosedLoop {

    private RequestOptions page = new RequestOptions();
    private int expected;

    private PollerMain(int connections) {
        super(connections);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        main(Integer.parseInt(arguments[0]), PollerMain::new);
    }

    @Override
    void told(String line) {
        String[] words = line.split(" ", -1);
        page = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(Integer.parseInt(words[1]))
                .setURI(words[2]);
        expected = words.length == 3 ? 200 : 304;
        if (expected == 304) {
            page.putHeader("if-none-match", words[3]);
        }
    }

    @Override
    Future<?> request(HttpClient client) {
        return client.request(page).compose(HttpClientRequest::send).compose(this::read);
    }

    private Future<Buffer> read(HttpClientResponse answer) {
        if (answer.statusCode() != expected) {
            System.exit(1);
        }
        return answer.body();
    }
}
