package dev.forewarn.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * A message for an incoming webhook of Slack: blocks, and a text for where no blocks are shown. It is written from what a
 * notice is known to hold; anything else in it is passed over.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Blocks, with their limits</a>
 */
final class SlackFormat {

    static final int MOST_IN_HEADER = 150;
    static final int MOST_IN_TEXT = 3_000;
    static final int MOST_IN_FIELD = 2_000;
    static final int MOST_FIELDS = 10;

    private SlackFormat() {}

    static ObjectNode write(JsonNode notice) {
        return notice.path("type").asText("").equals("ping") ? ping(notice) : message(notice);
    }

    private static ObjectNode ping(JsonNode ping) {
        String what = "Notices of APIs, models and products that are about to be switched off will be posted here.";
        String whom = Mrkdwn.escaped(ping.path("data").path("subscription").asText(""), MOST_IN_FIELD);
        ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
        blocks.add(header("Forewarn has found this channel"));
        blocks.add(section(what));
        blocks.add(context("Subscription " + whom));
        return document("Forewarn has found this channel. " + what, blocks);
    }

    private static ObjectNode message(JsonNode notice) {
        SlackFacts facts = new SlackFacts(notice);
        String title = new SlackTitle(notice).within(MOST_IN_HEADER);
        ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
        blocks.add(header(title));
        blocks.add(fields(facts.fields()));
        facts.conflicts().ifPresent(said -> blocks.add(section(said)));
        blocks.add(context(facts.origin()));
        return document(fallback(title, facts), blocks);
    }

    private static String fallback(String title, SlackFacts facts) {
        List<String> said = facts.fields().stream().map(SlackFacts.Field::line).toList();
        return Mrkdwn.joined(Stream.concat(Stream.of(title), said.stream()).toList(), "; ", MOST_IN_TEXT);
    }

    private static ObjectNode document(String text, ArrayNode blocks) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("text", text)
                .put("mrkdwn", false)
                .set("blocks", blocks);
    }

    private static ObjectNode header(String title) {
        return block("header").set("text", plain(title));
    }

    private static ObjectNode section(String text) {
        return block("section").set("text", mrkdwn(text));
    }

    private static ObjectNode fields(List<SlackFacts.Field> said) {
        ArrayNode fields = JsonNodeFactory.instance.arrayNode();
        said.stream().limit(MOST_FIELDS).forEach(field -> fields.add(mrkdwn(field.block())));
        return block("section").set("fields", fields);
    }

    private static ObjectNode context(String text) {
        return block("context")
                .set("elements", JsonNodeFactory.instance.arrayNode().add(mrkdwn(text)));
    }

    private static ObjectNode block(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** Where a {@code :name:} stays what it is. */
    private static ObjectNode plain(String text) {
        return block("plain_text").put("text", text).put("emoji", false);
    }

    /** Where an address or a name of a channel in a text does not become a link by itself. */
    private static ObjectNode mrkdwn(String text) {
        return block("mrkdwn").put("text", text).put("verbatim", true);
    }
}
