package dev.forewarn.delivery;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/** A webhook that asks whether its receiver wants any. */
record Ping(String id, Buffer body) {

    private static final int VERSION = 1;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Another one for this subscription. */
    static Ping to(String subscription, Instant now) {
        String id = RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining("", "png_", ""));
        JsonObject body = new JsonObject()
                .put("id", id)
                .put("version", VERSION)
                .put("type", "ping")
                .put("timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("data", new JsonObject().put("subscription", subscription));
        return new Ping(id, body.toBuffer());
    }
}
