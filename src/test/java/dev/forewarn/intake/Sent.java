package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** An event as a publisher puts it into a record; structured mode shows all of it. */
record Sent(ObjectNode event) {

    static final String SOURCE = "https://developers.openai.example/deprecations";
    static final String TIME = "2026-03-24T17:00:00Z";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** All that an event may say. */
    static Sent stated(String subject) {
        return of(
                """
                {"specversion": "1.0", "type": "dev.forewarn.cutoff.stated.v1", "id": "1", "source": "%s",
                 "subject": "%s", "time": "%s", "datacontenttype": "application/json",
                 "data": {
                   "subject": {"id": "%2$s", "name": "Videos “API”", "kind": "api", "aliases": ["sora api"]},
                   "milestone": "shutdown",
                   "scope": {"channel": "openai", "region": "*", "audience": "*"},
                   "effective": {"on": "2199-09-24", "zone": "America/Los_Angeles"},
                   "certainty": "committed", "announcedOn": "2026-03-24",
                   "replacement": {"status": "suggested", "subjects": ["openai/next"], "url": "https://a.example/"},
                   "summary": "The Videos API\\nis removed.",
                   "claimedBy": {"name": "OpenAI", "authority": "official", "url": "https://a.example/b?c=d",
                                 "via": null, "quote": "…"},
                   "unknown": [1, 1.5, {"b": true, "a": null}]}}"""
                        .formatted(SOURCE, subject, TIME));
    }

    static Sent withdrawn(String subject) {
        return of(
                """
                {"specversion": "1.0", "type": "dev.forewarn.cutoff.withdrawn.v1", "id": "2", "source": "%s",
                 "time": "2026-03-24T18:00:00Z", "data": {"subject": {"id": "%s"}, "milestone": "shutdown",
                 "scope": {"channel": "openai"}}}"""
                        .formatted(SOURCE, subject));
    }

    /** A reading of the source that found the first and missed the second. */
    static Sent read(String found, String missed) {
        return of(
                """
                {"specversion": "1.0", "type": "dev.forewarn.source.read.v1", "id": "3", "source": "%s",
                 "time": "2026-03-24T19:00:00Z", "data": {"read": ["%s"], "missing": ["%s"]}}"""
                        .formatted(SOURCE, found, missed));
    }

    static Sent of(String json) {
        try {
            return new Sent((ObjectNode) MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Sent but(Consumer<ObjectNode> change) {
        ObjectNode copy = event.deepCopy();
        change.accept(copy);
        return new Sent(copy);
    }

    Sent id(String id) {
        return but(changed -> changed.put("id", id));
    }

    Sent time(String time) {
        return but(changed -> changed.put("time", time));
    }

    Sent source(String source) {
        return but(changed -> changed.put("source", source));
    }

    /** Puts a JSON value in the place of another. */
    Sent set(String pointer, String json) {
        return but(changed -> parent(changed, pointer).set(last(pointer), json(json)));
    }

    Sent without(String pointer) {
        return but(changed -> parent(changed, pointer).remove(last(pointer)));
    }

    String json() {
        return event.toString();
    }

    /** The value of the record in structured mode. */
    byte[] structured() {
        return json().getBytes(UTF_8);
    }

    /** The value of the record in binary mode; its {@link #headers} hold the rest. */
    byte[] data() {
        return event.get("data").toString().getBytes(UTF_8);
    }

    Headers headers() {
        RecordHeaders headers = new RecordHeaders();
        event.properties().forEach(member -> {
            if (member.getKey().equals("datacontenttype")) {
                headers.add("content-type", member.getValue().asText().getBytes(UTF_8));
            } else if (!member.getKey().equals("data")) {
                headers.add("ce_" + member.getKey(), member.getValue().asText().getBytes(UTF_8));
            }
        });
        return headers;
    }

    private static ObjectNode parent(ObjectNode event, String pointer) {
        String parent = pointer.substring(0, pointer.lastIndexOf('/'));
        return (ObjectNode) event.at(parent);
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private static JsonNode json(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
