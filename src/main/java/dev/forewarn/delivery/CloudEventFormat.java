package dev.forewarn.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CloudEvents 1.0 over HTTP in binary mode: what a notice says of itself stands in headers, its data is the body.
 *
 * <p>The source is where this service was reached when the notice was raised, as its links have it.
 */
final class CloudEventFormat {

    private static final String TYPE = "dev.forewarn.%s.v%d";
    private static final String MEDIA_TYPE = "application/json";
    private static final String UNKNOWN_SOURCE = "urn:forewarn";
    private static final String PATHS = "/v1/";

    private CloudEventFormat() {}

    static Payload write(JsonNode notice) {
        Map<String, String> headers = new TreeMap<>();
        Buffer body = Buffer.buffer();
        HttpMessageFactory.createWriter(
                        (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value), body::appendBytes)
                .writeBinary(event(notice));
        return new Payload(headers, body);
    }

    private static CloudEvent event(JsonNode notice) {
        JsonNode data = notice.path("data");
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(notice.path("id").asText(""))
                .withSource(source(data))
                .withType(TYPE.formatted(
                        notice.path("type").asText(""), notice.path("version").asInt()))
                .withTime(OffsetDateTime.parse(notice.path("timestamp").asText("")))
                .withData(MEDIA_TYPE, Payloads.bytes(data).getBytes());
        String subject = data.path("cutoff")
                .path("subject")
                .path("id")
                .asText(data.path("subscription").asText(""));
        return subject.isEmpty() ? event.build() : event.withSubject(subject).build();
    }

    private static URI source(JsonNode data) {
        return Stream.of(data.path("cutoff"), data)
                .map(linked -> linked.path("links").path("self").asText(""))
                .filter(link -> link.contains(PATHS))
                .map(link -> URI.create(link.substring(0, link.lastIndexOf(PATHS))))
                .findFirst()
                .orElseGet(() -> URI.create(UNKNOWN_SOURCE));
    }
}
