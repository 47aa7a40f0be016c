package dev.forewarn.delivery;

import dev.forewarn.web.PublicId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A webhook that asks whether its receiver wants any. */
record Ping(String id, Buffer body) {

    private static final int VERSION = 1;

    /**
     * Another one for this subscription.
     *
     * @param base where this service is reached, without a slash at its end
     */
    static Ping to(String subscription, String base, Instant now) {
        String id = PublicId.random("png_");
        JsonObject body = new JsonObject()
                .put("id", id)
                .put("version", VERSION)
                .put("type", "ping")
                .put("timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("data", data(subscription, base));
        return new Ping(id, body.toBuffer());
    }

    private static JsonObject data(String subscription, String base) {
        return new JsonObject()
                .put("subscription", subscription)
                .put("links", new JsonObject().put("self", base + "/v1/subscriptions/" + subscription));
    }
}
