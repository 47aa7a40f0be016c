package dev.forewarn.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads and writes the JSON of events; what is wrong with it is a {@link Fault}. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Of two values under one name, either could be the one that was meant.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** @param pointer to where the bytes stand in the event */
    static JsonNode read(byte[] bytes, String pointer) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Fault(pointer, "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Fault(pointer, "can't be read: " + e.getMessage());
        }
    }

    /** With the members of every object in the order of their names. */
    static byte[] write(JsonNode tree, String pointer) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            // What can be read can't always be written: it may be nested as deep as is allowed already.
            throw new Fault(pointer, "can't be kept: " + e.getOriginalMessage());
        }
    }
}
