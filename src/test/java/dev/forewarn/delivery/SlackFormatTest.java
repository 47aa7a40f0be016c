package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackFormatTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String NOTICE =
            """
            {"id": "ntc_1", "version": 1, "type": "cutoff.approaching", "timestamp": "2026-09-17T00:00:00Z", "data": {
              "cutoff": {"id": "cut_1", "key": "openai/videos-api:shutdown@azure;region=US",
                "subject": {"id": "openai/videos-api", "name": "Videos API", "kind": "api", "aliases": []},
                "milestone": "shutdown",
                "scope": {"channel": "azure", "region": "US", "audience": "*", "occurrence": null},
                "effective": {"on": "2026-09-24", "zone": "UTC"},
                "window": {"start": "2026-09-24T00:00:00Z", "end": "2026-09-25T00:00:00Z"},
                "certainty": "committed", "status": "upcoming", "revision": 1,
                "replacement": {"status": "suggested", "subjects": ["openai/sora-3"], "url": "https://openai.com/a?b=1&c=2"},
                "sources": {"total": 3, "agreeing": 2}, "links": {"self": "https://forewarn.example/v1/cutoffs/cut_1"}},
              "leadTime": "P7D", "daysLeft": 7, "late": false, "previous": null, "conflicts": [], "supersedes": []}}""";

    @Test
    void itSaysWhatWhenHowFirmlyAndWhatInstead() {
        JsonNode message = written(notice());

        assertThat(title(message)).isEqualTo("Videos API: shutdown in 7 days");
        assertThat(fields(message))
                .isEqualTo(
                        """
                        *Date* 2026-09-24
                        *Days left* 7
                        *Certainty* committed
                        *Replacement* openai/sora-3, <https://openai.com/a?b=1&amp;c=2|read on> (suggested)
                        *Subject* openai/videos-api
                        *For* @azure in US
                        *Sources* 2 of 3 agree""");
        assertThat(message.path("text").asText())
                .startsWith("Videos API: shutdown in 7 days; Date: 2026-09-24; Days left: 7; Certainty: committed");
        assertThat(message.at("/blocks/2/elements/0/text").asText())
                .isEqualTo(
                        "<https://forewarn.example/v1/cutoffs/cut_1|openai/videos-api:shutdown@azure;region=US>, notice ntc_1");
    }

    @Test
    void aRevisionSaysWhatWasBefore() {
        ObjectNode notice = notice().put("type", "cutoff.revised");
        ObjectNode previous = cutoff(notice).deepCopy();
        previous.putObject("effective").put("in", "2026-08").put("zone", "Europe/Berlin");
        previous.put("certainty", "tentative").putObject("replacement").put("status", "none_published");
        data(notice).set("previous", previous);

        JsonNode message = written(notice);
        assertThat(title(message)).isEqualTo("Videos API: shutdown revised");
        assertThat(fields(message))
                .contains("*Was* 2026-08 Europe/Berlin, tentative", "*Replacement was* none published");
    }

    @Test
    void aContradictionSaysWhoSaysWhat() {
        ObjectNode notice = notice().put("type", "cutoff.conflicted");
        ObjectNode conflict = data(notice).putArray("conflicts").addObject();
        conflict.put("source", "https://press.example/<!channel>").put("authority", "press");
        conflict.putObject("window").put("start", "2026-10-01T00:00:00Z");

        JsonNode message = written(notice);
        assertThat(title(message)).isEqualTo("Videos API: sources disagree about shutdown");
        assertThat(message.at("/blocks/2/text/text").asText())
                .isEqualTo("• https://press.example/&lt;!channel&gt; says 2026-10-01 (press)");
    }

    @ParameterizedTest
    @CsvSource({"0,today", "1,tomorrow", "30,in 30 days"})
    void theTitleCountsTheDays(int days, String told) {
        ObjectNode notice = notice();
        data(notice).put("daysLeft", days);

        assertThat(title(written(notice))).isEqualTo("Videos API: shutdown " + told);
    }

    @Test
    void whatHangsOnOthersSaysSo() {
        ObjectNode notice = notice();
        cutoff(notice)
                .putObject("effective")
                .putArray("after")
                .add("a/b:shutdown")
                .add("c/d:shutdown");

        assertThat(fields(written(notice)))
                .contains("*Date* not before 2026-09-24, after a/b:shutdown and c/d:shutdown");
        cutoff(notice).putNull("window");
        assertThat(fields(written(notice))).contains("*Date* no date, after a/b:shutdown and c/d:shutdown");
        cutoff(notice).putNull("effective");
        assertThat(fields(written(notice))).contains("*Date* no date");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!channel>",
                "<@U012AB3CD>",
                "<https://evil.example|openai.com>",
                "a|b>c<d&e&amp;",
                "*bold* _it_ ~no~ `code`\n> quoted\n<!here>",
                ":skull: @everyone #general",
                "\u0000\u001b[31m\u202e",
                "終了🧨👩‍💻",
                "&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&"
            })
    void whatAnEventSaysIsNoMarkup(String text) {
        for (String kind : new String[] {"announced", "revised", "withdrawn", "conflicted", "approaching", "reached"}) {
            for (int times : new int[] {1, 1_000}) {
                JsonNode message = written(saying(text.repeat(times)).put("type", "cutoff." + kind));

                assertThat(message.toString()).doesNotContain("<!", "<@", "<#", "<https://evil");
            }
        }
    }

    @Test
    void aLongNameGivesWayToWhatBecomesOfIt() {
        ObjectNode notice = notice();
        ((ObjectNode) cutoff(notice).path("subject")).put("name", "🧨&".repeat(100));

        assertThat(title(written(notice))).endsWith("…: shutdown in 7 days").hasSizeBetween(140, 150);
    }

    @Test
    void manyReplacementsAreCountedWhereThereIsNoRoomForAll() {
        ObjectNode notice = notice();
        ArrayNode subjects = ((ObjectNode) cutoff(notice).path("replacement")).putArray("subjects");
        IntStream.range(0, 50).forEach(i -> subjects.add("a/" + "b".repeat(190) + i));

        assertThat(fields(written(notice))).containsPattern("b8, 42 more \\(suggested\\)");
    }

    @Test
    void whatIsMissingOrUnknownBreaksNothing() throws Exception {
        written(
                (ObjectNode)
                        JSON.readTree(
                                "{\"id\": \"ntc_1\", \"version\": 2, \"type\": \"cutoff.postponed\", \"news\": [1, {\"a\": null}], \"data\": {}}"));
        ObjectNode notice = notice();
        cutoff(notice)
                .put("milestone", "renamed_by_vote")
                .putObject("effective")
                .put("soon", true);
        cutoff(notice).withObjectProperty("replacement").put("status", "hinted");

        JsonNode message = written(notice);
        assertThat(title(message)).isEqualTo("Videos API: renamed by vote in 7 days");
        assertThat(fields(message)).contains("*Date* 2026-09-24\n", "*Replacement* openai/sora-3");
    }

    @Test
    void aPingSaysWhatWillBePosted() throws Exception {
        JsonNode message = written((ObjectNode) JSON.readTree(
                "{\"id\": \"png_1\", \"version\": 1, \"type\": \"ping\", \"data\": {\"subscription\": \"sub_1\"}}"));

        assertThat(message.path("text").asText()).contains("will be posted here");
        assertThat(message.toString()).contains("sub_1");
    }

    private static ObjectNode saying(String text) {
        ObjectNode notice = notice();
        ObjectNode cutoff = cutoff(notice);
        ((ObjectNode) cutoff.path("subject")).put("name", text).put("id", text);
        ((ObjectNode) cutoff.path("scope"))
                .put("channel", text)
                .put("audience", text)
                .put("occurrence", text);
        ((ObjectNode) cutoff.path("effective")).put("zone", text);
        ((ObjectNode) cutoff.path("replacement"))
                .put("url", "https://" + text)
                .putArray("subjects")
                .add(text)
                .add(text);
        ((ObjectNode) cutoff.path("links")).put("self", "https://" + text);
        cutoff.put("key", text).put("milestone", text).put("certainty", text);
        data(notice).set("previous", cutoff.deepCopy().put("certainty", "before " + text));
        ArrayNode conflicts = data(notice).putArray("conflicts");
        IntStream.range(0, 30).forEach(i -> conflicts
                .addObject()
                .put("source", text)
                .put("authority", text)
                .putObject("window")
                .put("start", text));
        return notice;
    }

    private static JsonNode written(ObjectNode notice) {
        ObjectNode message = SlackFormat.write(notice);
        SlackLimits.check(message);
        return message;
    }

    private static ObjectNode notice() {
        try {
            return (ObjectNode) JSON.readTree(NOTICE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode data(ObjectNode notice) {
        return (ObjectNode) notice.path("data");
    }

    private static ObjectNode cutoff(ObjectNode notice) {
        return (ObjectNode) data(notice).path("cutoff");
    }

    private static String title(JsonNode message) {
        return message.at("/blocks/0/text/text").asText();
    }

    private static String fields(JsonNode message) {
        return StreamSupport.stream(message.at("/blocks/1/fields").spliterator(), false)
                .map(field -> field.path("text").asText().replace("*\n", "* "))
                .collect(Collectors.joining("\n"));
    }
}
