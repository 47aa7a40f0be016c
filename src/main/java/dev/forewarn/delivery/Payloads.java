package dev.forewarn.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.forewarn.subscription.Format;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Writes notices and pings in the formats beside the standard one. What is written follows from the standard body alone, so
 * that it is the same at every attempt and on every replica; it is written once while it is of use, and not for each receiver.
 */
@Singleton
class Payloads {

    private static final long MOST_BYTES = 16L * 1024 * 1024;
    private static final Duration UNUSED = Duration.ofMinutes(10);

    // Not the application's, whose settings may change what is written.
    private static final JsonMapper JSON = new JsonMapper();

    private record Key(Format format, Buffer body) {}

    private final Cache<Key, Payload> written = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Payload payload) ->
                    key.body().length() + payload.body().length())
            .expireAfterAccess(UNUSED)
            // Asked on the loop that sends: another thread would have to be woken each time.
            .executor(Runnable::run)
            .build();

    /** @param body in the standard format */
    Payload in(Format format, Buffer body) {
        return format == Format.STANDARD ? Payload.json(body) : written.get(new Key(format, body), Payloads::write);
    }

    private static Payload write(Key key) {
        JsonNode notice = read(key.body());
        return switch (key.format()) {
            case STANDARD -> Payload.json(key.body());
            case CLOUDEVENTS -> CloudEventFormat.write(notice);
            case SLACK -> Payload.json(bytes(SlackFormat.write(notice)));
        };
    }

    private static JsonNode read(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("a notice can't be read", e);
        }
    }

    static Buffer bytes(JsonNode document) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a document has no JSON form", e);
        }
    }
}
