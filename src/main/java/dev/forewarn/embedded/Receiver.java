package dev.forewarn.embedded;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A webhook's other end, as its owner might write it: it verifies each request, answers at once, and shows each notice
 * once, however often it is sent.
 */
final class Receiver {

    private static final int MAX_BODY = 1 << 20;
    private static final int REMEMBERED = 10_000;

    private final Vertx vertx;
    private final ObjectMapper mapper;
    private final Consumer<String> terminal;
    // The first request, which asks for consent, may come before the answer that tells the secret.
    private final Promise<Signature> signature = Promise.promise();
    private final Set<String> seen = Collections.newSetFromMap(Collections.synchronizedMap(new Recent()));

    Receiver(Vertx vertx, ObjectMapper mapper, Consumer<String> terminal) {
        this.vertx = vertx;
        this.mapper = mapper;
        this.terminal = terminal;
    }

    /** Listens on the loopback interface. */
    Future<HttpServer> listen(int port) {
        return vertx.createHttpServer().requestHandler(this::receive).listen(port, "127.0.0.1");
    }

    /** From now on it can tell what was signed; until then requests wait. */
    void trust(String secret) {
        signature.tryComplete(new Signature(secret));
    }

    private void receive(HttpServerRequest request) {
        if (!HttpMethod.POST.equals(request.method()) || declared(request) > MAX_BODY) {
            answer(request, 400);
            return;
        }
        request.body()
                .compose(body -> signature.future().map(known -> judge(known, request, body)))
                .onSuccess(status -> answer(request, status))
                .onFailure(failure -> request.connection().close());
    }

    private int judge(Signature known, HttpServerRequest request, Buffer body) {
        String id = header(request, "webhook-id");
        boolean holds = known.holds(
                id,
                header(request, "webhook-timestamp"),
                header(request, "webhook-signature"),
                body.getBytes(),
                Instant.now());
        if (!holds) {
            return 401;
        }
        return seen.add(id) ? show(body) : 204;
    }

    private int show(Buffer body) {
        try {
            terminal.accept(NoticeLine.of(mapper.readTree(body.getBytes())));
            return 204;
        } catch (JacksonException | IllegalArgumentException e) {
            return 400;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end();
    }

    // A body of unknown length is that of no webhook of ours.
    private static long declared(HttpServerRequest request) {
        try {
            return Long.parseLong(header(request, "content-length"));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static String header(HttpServerRequest request, String name) {
        return Objects.requireNonNullElse(request.getHeader(name), "");
    }

    private static final class Recent extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
