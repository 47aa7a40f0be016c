package dev.forewarn.delivery;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * A notice or a ping in one format: the same at every attempt, and for all who take that format.
 *
 * @param headers what belongs to the format, in lower case
 * @param body what is signed; not to be changed
 */
record Payload(Map<String, String> headers, Buffer body) {

    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    Payload {
        if (headers != JSON) {
            headers = Map.copyOf(headers);
            headers.forEach(Payload::check);
        }
    }

    /** They are written into a request as they are. */
    private static void check(String name, String value) {
        DefaultHttpHeadersFactory.headersFactory().newHeaders().set(name, value);
    }

    static Payload json(Buffer body) {
        return new Payload(JSON, body);
    }
}
