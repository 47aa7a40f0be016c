package dev.forewarn.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an owner wants to be sent along, by name. The values may be secrets: they are never shown. */
record Headers(Map<String, String> values) {

    static final Headers NONE = new Headers(Map.of());

    private static final JsonMapper JSON = new JsonMapper();

    Headers {
        // In the order in which they were given.
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    List<String> names() {
        return new ArrayList<>(values.keySet());
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers are texts", e);
        }
    }

    static Headers ofJson(byte[] json) {
        try {
            return new Headers(JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {}));
        } catch (IOException e) {
            // Its message would hold a part of a value.
            throw new IllegalStateException("the headers are not readable");
        }
    }

    @Override
    public String toString() {
        return "Headers" + values.keySet();
    }
}
