package dev.forewarn.intake.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A feed as it comes: JSON, of which nothing more is asked than that it can be read to its end. */
final class Document {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Document() {}

    /** @throws Unclear if it is not JSON: a part of a feed is no feed, as what is missing in it would count as missing */
    static JsonNode read(byte[] bytes) {
        try {
            JsonNode document = MAPPER.readTree(bytes);
            if (document.isMissingNode()) {
                throw new Unclear("is empty");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new Unclear("is not JSON: " + Labels.shorten(String.valueOf(e.getOriginalMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
