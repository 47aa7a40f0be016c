package dev.forewarn.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.lifecycle.CutoffKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was said about the Sora retirement, and about some cutoffs after it, in the order in which it was said. */
final class Timeline {

    private static final String RESOURCE = "/embedded/timeline.json";

    /**
     * One row: a complete CloudEvent.
     *
     * @param body in structured mode
     */
    record Row(Instant time, String subject, CutoffKey key, String line, byte[] body) {

        /** The calendar says it as the day begins. */
        Instant due() {
            return day().atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        LocalDate day() {
            return LocalDate.ofInstant(time, ZoneOffset.UTC);
        }
    }

    private Timeline() {}

    static List<Row> read(ObjectMapper mapper) {
        try (InputStream resource = Timeline.class.getResourceAsStream(RESOURCE)) {
            List<Row> rows = new ArrayList<>();
            for (JsonNode event : mapper.readTree(resource)) {
                rows.add(row(event, mapper.writeValueAsBytes(event)));
            }
            rows.sort(Comparator.comparing(Row::time));
            return List.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(JsonNode event, byte[] body) {
        JsonNode data = event.path("data");
        CutoffKey key = key(data);
        Instant time = Instant.parse(event.path("time").asText());
        return new Row(time, event.path("subject").asText(), key, line(time, key, data), body);
    }

    private static CutoffKey key(JsonNode data) {
        JsonNode scope = data.path("scope");
        String written = "%s:%s@%s;region=%s;audience=%s"
                .formatted(
                        data.path("subject").path("id").asText(),
                        data.path("milestone").asText(),
                        scope.path("channel").asText(),
                        scope.path("region").asText(),
                        scope.path("audience").asText());
        return CutoffKey.parse(written);
    }

    private static String line(Instant time, CutoffKey key, JsonNode data) {
        JsonNode speaker = data.path("claimedBy");
        String said = Wording.date(data) + Wording.replacement(data) + ", says "
                + speaker.path("name").asText();
        JsonNode via = speaker.path("via");
        return Wording.line(time, "said", "", key, via.isTextual() ? said + " by way of " + via.asText() : said);
    }
}
