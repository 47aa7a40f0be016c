package dev.forewarn.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request's body as a tree, for resources that name all its faults at once. */
public final class JsonBody {

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Of two values under one name, either could be the one that was meant.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonBody() {}

    /** A request's bytes; none if it has no body. */
    public static byte[] bytes(byte @Nullable [] body) {
        return body == null ? new byte[0] : body;
    }

    /**
     * A body that is one object.
     *
     * @throws ProblemException if it is not JSON, or JSON but not an object
     */
    public static ObjectNode object(byte[] body) {
        JsonNode tree = tree(body);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw ProblemException.unprocessable(List.of(Problem.Fault.at("", "must be an object, is " + named(tree))));
    }

    /**
     * A body, whatever it is.
     *
     * @throws ProblemException if it is not JSON
     */
    public static JsonNode tree(byte[] body) {
        JsonNode tree = read(body);
        if (tree.isMissingNode()) {
            throw Problem.of(Status.BAD_REQUEST, "The body is empty.").exception();
        }
        return tree;
    }

    private static JsonNode read(byte[] body) {
        try {
            return STRICT.readTree(body);
        } catch (JsonProcessingException e) {
            throw broken(e).exception();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to say of something that is not JSON. */
    static Problem broken(JsonProcessingException e) {
        return Problem.of(Status.BAD_REQUEST, "The body is not valid JSON" + where(e.getLocation()) + ".");
    }

    private static String where(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** What a value is, for a message to somebody who should have sent something else. */
    static String named(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case NUMBER -> "a number";
            case OBJECT -> "an object";
            default -> "a text";
        };
    }
}
