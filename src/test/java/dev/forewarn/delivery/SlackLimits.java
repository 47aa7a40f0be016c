package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** What Slack says a message may hold: https://docs.slack.dev/reference/block-kit/blocks, and .../composition-objects/text-object. */
final class SlackLimits {

    // A link with a text is the only markup that we write between these.
    private static final Pattern LINK = Pattern.compile("<https?://[^<>|\\s]+\\|[^<>|]+>");
    private static final Pattern ESCAPE = Pattern.compile("&(amp|lt|gt);");

    private SlackLimits() {}

    static void check(JsonNode message) {
        text(message.path("text"), 4_000);
        assertThat(message.path("blocks").size()).isBetween(1, 50);
        message.path("blocks").forEach(SlackLimits::block);
    }

    private static void block(JsonNode block) {
        switch (block.path("type").asText()) {
            case "header" -> {
                assertThat(block.path("text").path("type").asText()).isEqualTo("plain_text");
                object(block.path("text"), 150);
            }
            case "section" -> section(block);
            case "context" -> {
                assertThat(block.path("elements").size()).isBetween(1, 10);
                block.path("elements").forEach(element -> object(element, 3_000));
            }
            default -> throw new AssertionError("no block of ours: " + block);
        }
    }

    private static void section(JsonNode section) {
        assertThat(section.has("text") || section.has("fields")).isTrue();
        if (section.has("text")) {
            object(section.path("text"), 3_000);
        }
        if (section.has("fields")) {
            assertThat(section.path("fields").size()).isBetween(1, 10);
            section.path("fields").forEach(field -> object(field, 2_000));
        }
    }

    private static void object(JsonNode object, int most) {
        assertThat(object.path("type").asText()).isIn(List.of("plain_text", "mrkdwn"));
        // Slack refuses a member that belongs to the other kind.
        assertThat(object.has("emoji")).isEqualTo(object.path("type").asText().equals("plain_text"));
        assertThat(object.has("verbatim"))
                .isEqualTo(object.path("type").asText().equals("mrkdwn"));
        text(object.path("text"), most);
    }

    private static void text(JsonNode text, int most) {
        assertThat(text.asText()).isNotBlank().hasSizeLessThanOrEqualTo(most);
        String unlinked = LINK.matcher(text.asText()).replaceAll("");
        assertThat(unlinked).doesNotContain("<", ">");
        assertThat(ESCAPE.matcher(text.asText()).replaceAll("")).doesNotContain("&");
        assertThat(text.asText().codePoints().filter(point -> Character.getType(point) == Character.SURROGATE))
                .isEmpty();
    }
}
