package dev.forewarn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<Timeline.Row> ROWS = Timeline.read(MAPPER);

    @Test
    void everyRowIsACompleteCloudEvent() {
        assertThat(ROWS).allSatisfy(row -> {
            CloudEvent event = new JsonFormat().deserialize(row.body());
            assertThat(event.getType()).isEqualTo("dev.forewarn.cutoff.stated.v1");
            assertThat(event.getId()).startsWith(row.day().toString());
            assertThat(event.getSubject())
                    .isEqualTo(row.subject())
                    .isEqualTo(row.key().subject().toString())
                    .isEqualTo(data(row).at("/subject/id").asText());
            assertThat(event.getTime().toInstant()).isEqualTo(row.time());
            assertThat(event.getDataContentType()).isEqualTo("application/json");
        });
    }

    @Test
    void rowsAreInTheOrderInWhichTheyWereSaid() {
        assertThat(ROWS.stream().map(Timeline.Row::time).toList()).isSorted().doesNotHaveDuplicates();
        assertThat(ROWS.get(0).due()).isEqualTo(Instant.parse("2026-03-13T00:00:00Z"));
    }

    @Test
    void noEventIsThereTwice() {
        assertThat(ROWS.stream()
                        .map(row -> new JsonFormat().deserialize(row.body()))
                        .map(event -> event.getSource() + " " + event.getId())
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void nothingIsQuotedAndNoDateIsInvented() {
        assertThat(ROWS).allSatisfy(row -> {
            assertThat(data(row).at("/claimedBy/quote").isNull()).isTrue();
            assertThat(data(row).path("summary").asText()).isNotBlank();
        });
        assertThat(ROWS.stream().filter(row -> !data(row).has("effective")).map(row -> row.key()
                        .toString()))
                .containsExactly(
                        "openai/sora-1:shutdown",
                        "openai/sora-1-data:export_closes;region=US",
                        "openai/sora-data:export_closes");
    }

    @Test
    void everyRowOfTheTableIsThere() {
        assertThat(ROWS.stream().map(TimelineTest::summary))
                .containsExactly(
                        "2026-03-13 openai/sora-1:shutdown;region=US 2026-03-13 committed official suggested openai/sora-app",
                        "2026-03-13 openai/sora-1:shutdown - tentative press unknown",
                        "2026-03-13 openai/sora-image-generation:shutdown;region=US 2026-03-13 committed official"
                                + " suggested openai/chatgpt",
                        "2026-03-13 openai/sora-1-data:data_deletion;region=US"
                                + " after openai/sora-1-data:export_closes;region=US tentative official unknown",
                        "2026-03-13 openai/sora-1-data:export_closes;region=US - tentative official unknown",
                        "2026-03-24 openai/videos-api:shutdown 2026-09-24 committed official none_published",
                        "2026-03-24 openai/sora-2:shutdown 2026-09-24 committed official none_published",
                        "2026-03-24 openai/sora-2-pro:shutdown 2026-09-24 committed official none_published",
                        "2026-03-24 openai/sora-2-2025-10-06:shutdown 2026-09-24 committed official none_published",
                        "2026-03-24 openai/sora-2-2025-12-08:shutdown 2026-09-24 committed official none_published",
                        "2026-03-24 openai/sora-2-pro-2025-10-06:shutdown 2026-09-24 committed official none_published",
                        "2026-03-28 openai/sora-app:shutdown 2026-04-26 committed official unknown",
                        "2026-03-28 openai/sora-app:shutdown 2026-04-26 committed press unknown",
                        "2026-03-28 openai/sora-data:data_deletion"
                                + " after openai/sora-app:shutdown,openai/videos-api:shutdown tentative official unknown",
                        "2026-03-28 openai/sora-data:export_closes - tentative official unknown",
                        "2026-03-28 openai/sora-data:export_closes 2026-04-26 tentative press unknown",
                        "2026-04-14 openai/sora-data:export_opens 2026-04-14 tentative press unknown",
                        "2026-04-15 openai/sora-app:shutdown 2026-04-29 committed press unknown",
                        "2026-04-23 openai/sora-2-2025-10-06:shutdown@azure 2026-06-03 committed official unknown",
                        "2026-05-21 openai/sora-2-2025-10-06:shutdown@azure 2026-06-23 committed official unknown"
                                + " via https://deprecations.info",
                        "2026-06-03 openai/sora-2-2025-10-06:shutdown@azure 2026-07-15 committed official unknown"
                                + " via https://deprecations.info",
                        "2026-06-03 openai/evals-platform:read_only 2026-10-31 committed official unknown",
                        "2026-06-03 openai/evals-platform:shutdown 2026-11-30 committed official unknown",
                        "2026-06-03 openai/v1/prompts:shutdown 2026-11-30 committed official unknown",
                        "2026-06-03 openai/agent-builder:shutdown 2026-11-30 committed official unknown",
                        "2026-07-07 openai/sora-2-2025-10-06:shutdown@azure 2026-07-15 committed official"
                                + " suggested openai/sora-2-2025-12-08",
                        "2026-07-07 openai/sora-2-2025-12-08:shutdown@azure 2026-09-15 committed official unknown",
                        "2026-08-22 anthropic/claude-opus-4-5-20251101:shutdown 2026-11-24 earliest tracker unknown",
                        "2026-09-02 openai/sora-2-2025-12-08:shutdown@azure 2026-10-15 committed official unknown");
    }

    private static String summary(Timeline.Row row) {
        JsonNode data = data(row);
        String via = data.at("/claimedBy/via").asText("");
        return String.join(
                        " ",
                        row.day().toString(),
                        row.key().toString(),
                        effective(data.path("effective")),
                        data.path("certainty").asText(),
                        data.at("/claimedBy/authority").asText(),
                        data.at("/replacement/status").asText(),
                        data.at("/replacement/subjects/0").asText(""),
                        via.isEmpty() || via.equals("null") ? "" : "via " + via)
                .strip()
                .replace("  ", " ");
    }

    private static String effective(JsonNode effective) {
        Optional<String> after = Optional.of(effective.path("after"))
                .filter(JsonNode::isArray)
                .map(keys -> "after " + keys.get(0).asText()
                        + (keys.size() > 1 ? "," + keys.get(1).asText() : ""));
        return after.orElseGet(() -> effective.path("on").asText("-"));
    }

    private static JsonNode data(Timeline.Row row) {
        try {
            return MAPPER.readTree(row.body()).path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
