package dev.forewarn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class NoticeLineTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AZURE = "openai/sora-2-2025-10-06:shutdown@azure";

    @Test
    void approachingTellsTheDaysLeft() {
        assertThat(line(
                        "approaching",
                        "2026-05-20",
                        """
                {"cutoff":%s,"leadTime":"P14D","daysLeft":14,"late":false}"""
                                .formatted(cutoff(AZURE, "2026-06-03"))))
                .isEqualTo("2026-05-20  approaching  P14D   openai/sora-2-2025-10-06 shutdown @azure"
                        + "        2026-06-03 (14 days left)");
    }

    @Test
    void aLateReminderSaysSo() {
        assertThat(line(
                        "approaching",
                        "2026-06-02",
                        """
                {"cutoff":%s,"leadTime":"P1D","daysLeft":1,"late":true}"""
                                .formatted(cutoff(AZURE, "2026-06-03"))))
                .endsWith("2026-06-03 (1 day left), told late");
    }

    @Test
    void revisedTellsFromAndTo() {
        assertThat(line(
                        "revised",
                        "2026-05-21",
                        """
                {"cutoff":%s,"leadTime":null,"previous":%s}"""
                                .formatted(cutoff(AZURE, "2026-06-23"), cutoff(AZURE, "2026-06-03"))))
                .startsWith("2026-05-21  revised             openai/sora-2-2025-10-06")
                .endsWith("2026-06-03 -> 2026-06-23");
    }

    @Test
    void aNewReplacementAloneLeavesTheDateAsItIs() {
        String now =
                """
                {"key":"%s","effective":{"on":"2026-07-15","zone":"UTC"},"certainty":"committed",
                 "replacement":{"status":"suggested","subjects":["openai/sora-2-2025-12-08"]}}"""
                        .formatted(AZURE);
        assertThat(line(
                        "revised",
                        "2026-07-07",
                        """
                {"cutoff":%s,"previous":%s}""".formatted(now, cutoff(AZURE, "2026-07-15"))))
                .endsWith("  2026-07-15, suggested instead: openai/sora-2-2025-12-08");
    }

    @Test
    void conflictedNamesTheOtherDatesAndWhoSaysThem() {
        assertThat(line(
                        "conflicted",
                        "2026-04-15",
                        """
                {"cutoff":%s,"conflicts":[{"window":{"start":"2026-04-29T00:00:00Z","end":"2026-04-30T00:00:00Z"},
                 "source":"urn:example:press","authority":"press"}]}"""
                                .formatted(cutoff("openai/sora-app:shutdown", "2026-04-26"))))
                .endsWith("  2026-04-26, but 2026-04-29 says urn:example:press (press)");
    }

    @Test
    void aDateThatHangsOnOthersNamesThem() {
        assertThat(
                        line(
                                "announced",
                                "2026-03-28",
                                """
                {"cutoff":{"key":"openai/sora-data:data_deletion","certainty":"earliest","effective":
                 {"after":["openai/sora-app:shutdown","openai/videos-api:shutdown"]},
                 "window":{"start":"2026-09-25T00:00:00Z","end":null}}}"""))
                .endsWith("  not before 2026-09-25, after openai/sora-app shutdown and openai/videos-api shutdown");
    }

    @Test
    void anUndatedCutoffHasNoDate() {
        assertThat(
                        line(
                                "announced",
                                "2026-03-13",
                                """
                {"cutoff":{"key":"openai/sora-1:shutdown","certainty":"tentative","effective":null}}"""))
                .endsWith("openai/sora-1 shutdown                          no date");
    }

    @Test
    void howFirmADateIsCanBeRead() {
        assertThat(
                        line(
                                "announced",
                                "2026-08-22",
                                """
                {"cutoff":{"key":"a/b:shutdown","certainty":"earliest","effective":{"on":"2026-11-24","zone":"UTC"}}}"""))
                .endsWith("  not before 2026-11-24");
        assertThat(
                        line(
                                "announced",
                                "2026-08-22",
                                """
                {"cutoff":{"key":"a/b:shutdown","certainty":"tentative","effective":{"in":"2026-11","zone":"UTC"}}}"""))
                .endsWith("  2026-11 (tentative)");
    }

    @Test
    void withdrawnReachedAndRegionAreReadable() {
        String cutoff = cutoff("openai/sora-1:shutdown;region=US", "2026-03-13");
        assertThat(line("withdrawn", "2026-03-14", "{\"cutoff\":%1$s,\"previous\":%1$s}".formatted(cutoff)))
                .endsWith("was 2026-03-13; nobody says so any more");
        assertThat(line("reached", "2026-03-14", "{\"cutoff\":%s}".formatted(cutoff)))
                .contains("openai/sora-1 shutdown in US ")
                .endsWith("  2026-03-13 is over");
    }

    @Test
    void whatIsNoNoticeIsRefused() {
        assertThatThrownBy(() -> NoticeLine.of(MAPPER.readTree("{\"type\":\"cutoff.revised\"}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void controlCharactersNeverReachTheTerminal() {
        assertThat(Terminal.clean("a\u001b[31mb\r\n\u202ec\u2028d\u0000")).isEqualTo("a[31mbcd");
    }

    private static String cutoff(String key, String day) {
        return """
                {"key":"%s","effective":{"on":"%s","zone":"UTC"},"certainty":"committed",
                 "replacement":{"status":"unknown"}}"""
                .formatted(key, day);
    }

    private static String line(String kind, String day, String data) {
        try {
            return NoticeLine.of(
                    MAPPER.readTree("""
                    {"type":"cutoff.%s","timestamp":"%sT00:00:00Z","data":%s}"""
                            .formatted(kind, day, data)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
