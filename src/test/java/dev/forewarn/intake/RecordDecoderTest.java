package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.ledger.Said;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

    private static final Sent VIDEOS = Sent.stated("openai/videos-api");
    private static final String NOW = "2026-03-25T00:00:00Z";
    private static final int DEEP = 100_000;

    private final Judge judge = Judge.at(NOW);

    @Test
    void anEventSaysTheSameInEitherMode() {
        Said structured = said(judge.structured(VIDEOS));
        Said binary = said(judge.binary(VIDEOS));
        assertThat(binary.event()).isEqualTo(structured.event());
        assertThat(binary.digest()).isEqualTo(structured.digest());
        assertThat(statement(structured).effective()).isInstanceOf(Effective.On.class);
        assertThat(statement(structured).certainty()).isEqualTo(Certainty.COMMITTED);
    }

    @Test
    void aFaultOfOursRejectsTheEventAndStopsNothing() {
        Decoder faulty = new Decoder(
                () -> {
                    throw new IllegalStateException("no clock");
                },
                Instant::now);
        assertThat(faulty.decode(() -> Envelope.structured(VIDEOS.structured())))
                .isEqualTo(new Decoded.Rejected("", "can't be read"));
    }

    @Test
    void theOrderOfMembersIsNotPartOfWhatIsSaid() {
        Sent reordered = Sent.of(reversed(VIDEOS.event()).toString());
        assertThat(reordered.json()).isNotEqualTo(VIDEOS.json());
        assertThat(said(judge.structured(reordered)).digest())
                .isEqualTo(said(judge.structured(VIDEOS)).digest());
    }

    @ParameterizedTest
    @CsvSource({
        "/time, '\"2026-03-24T17:00:00.000001Z\"'",
        "/data/summary, '\"Another.\"'",
        "/data/unknown, '[1, 1.5, {\"b\": true, \"a\": 0}]'"
    })
    void anythingElseIsAnotherContent(String pointer, String value) {
        assertThat(said(judge.structured(VIDEOS.set(pointer, value))).digest())
                .isNotEqualTo(said(judge.structured(VIDEOS)).digest());
    }

    @Test
    void whatMayBeLeftOutHasItsDefault() {
        Sent bare = Stream.of("scope", "effective", "certainty", "announcedOn", "replacement", "summary", "unknown")
                .map("/data/"::concat)
                .reduce(VIDEOS.without("/subject").without("/datacontenttype"), Sent::without, (one, other) -> other);
        Statement statement = statement(said(judge.structured(bare)));
        assertThat(statement.scope()).isEqualTo(Scope.of("openai"));
        assertThat(statement.effective()).isEqualTo(new Effective.Undated());
        assertThat(statement.certainty()).isEqualTo(Certainty.TENTATIVE);
        assertThat(statement.replacement()).isEqualTo(Replacement.UNKNOWN);
    }

    @Test
    void aWithdrawalNeedsOnlyThePartsOfTheKey() {
        assertThat(said(judge.binary(Sent.withdrawn("openai/videos-api"))).event())
                .isInstanceOfSatisfying(LifecycleEvent.Withdrawn.class, event -> assertThat(event.key())
                        .isEqualTo(CutoffKey.parse("openai/videos-api:shutdown")));
    }

    @Test
    void aReadingNamesWhatWasFoundAndWhatWasMissed() {
        assertThat(said(judge.structured(Sent.read("a/b:shutdown", "a/c:brownout")))
                        .event())
                .isInstanceOfSatisfying(LifecycleEvent.SourceRead.class, event -> {
                    assertThat(event.read()).containsExactly(CutoffKey.parse("a/b:shutdown"));
                    assertThat(event.missing()).containsExactly(CutoffKey.parse("a/c:brownout"));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/specversion",
                "/id",
                "/source",
                "/type",
                "/time",
                "/data",
                "/data/subject",
                "/data/subject/id",
                "/data/subject/name",
                "/data/subject/kind",
                "/data/milestone",
                "/data/claimedBy",
                "/data/claimedBy/name",
                "/data/claimedBy/authority",
                "/data/effective/zone",
                "/data/replacement/status"
            })
    void whatIsRequiredIsPointedToWhenItIsMissing(String pointer) {
        assertRejected(judge.structured(VIDEOS.without(pointer)), pointer, "is missing");
        if (!pointer.equals("/data")) {
            assertRejected(judge.binary(VIDEOS.without(pointer)), pointer, "is missing");
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("/specversion", "'0.3'", "/specversion", "is not 1.0"),
                arguments("/type", "'dev.forewarn.cutoff.said.v1'", "/type", "dev.forewarn.cutoff.stated.v1"),
                arguments("/time", "'yesterday'", "", "yesterday"),
                arguments("/time", "'0001-01-01T00:00:00Z'", "", "1900"),
                arguments("/id", "'a\\u0000b'", "", "id"),
                arguments("/subject", "'openai/other'", "/subject", "is not the subject of the data"),
                arguments("/data", "[]", "/data", "is not an object"),
                arguments("/data", "null", "/data", ""),
                arguments("/data/subject/id", "'openai'", "/data/subject/id", "provider/name"),
                arguments("/data/subject/id", "7", "/data/subject/id", "is not a text"),
                arguments("/data/subject/name", "'a\\u0000b'", "/data/subject", "control character"),
                arguments("/data/subject/aliases", "'sora'", "/data/subject/aliases", "is not a list"),
                arguments("/data/subject/aliases", "['a', 7]", "/data/subject/aliases/1", "is not a text"),
                arguments("/data/scope/region", "'EUR'", "/data/scope", "ISO 3166-1"),
                arguments("/data/scope/channel", "'Azure!'", "/data/scope", "channel"),
                arguments("/data/effective", "'2026-09-24'", "/data/effective", "is not an object"),
                arguments("/data/effective", "{}", "/data/effective", "has 0 of at, on, in, after"),
                arguments(
                        "/data/effective",
                        "{'at': '2026-09-24T00:00:00Z', 'in': '2026-09', 'zone': 'UTC'}",
                        "/data/effective",
                        "has 2 of at, on, in, after"),
                arguments("/data/effective/zone", "'Mars/Olympus'", "/data/effective/zone", "Mars/Olympus"),
                arguments("/data/effective/on", "'2026-13-01'", "/data/effective/on", "2026-13-01"),
                arguments("/data/effective/on", "'2026-02-30'", "/data/effective/on", "2026-02-30"),
                arguments("/data/effective/on", "'9999-01-01'", "/data/effective/on", "9999-01-01"),
                arguments("/data/effective", "{'in': '2026-13', 'zone': 'UTC'}", "/data/effective/in", "2026-13"),
                arguments("/data/effective", "{'at': '+999999999-12-31T23:59:59Z'}", "/data/effective/at", "1900"),
                arguments("/data/effective", "{'at': '2026-09-24'}", "/data/effective/at", "2026-09-24"),
                // Samoa went from the 29th to the 31st.
                arguments(
                        "/data/effective",
                        "{'on': '2011-12-30', 'zone': 'Pacific/Apia'}",
                        "/data/effective/on",
                        "left out of the calendar"),
                arguments("/data/effective", "{'after': []}", "/data/effective/after", "names no cutoff"),
                arguments(
                        "/data/effective",
                        "{'after': ['openai/app:shutdown', 'openai/app']}",
                        "/data/effective/after/1",
                        "provider/name:milestone"),
                arguments(
                        "/data/effective",
                        "{'after': ['openai/app:shutdown', 'openai/videos-api:shutdown']}",
                        "/data/effective/after",
                        "follow itself"),
                arguments("/data/announcedOn", "'spring'", "/data/announcedOn", "spring"),
                arguments("/data/summary", "' '", "/data", "summary is empty"),
                arguments("/data/claimedBy/url", "'javascript:alert(1)'", "/data/claimedBy", "http or https"),
                arguments("/data/claimedBy/url", "'https://'", "/data/claimedBy/url", ""),
                arguments("/data/replacement/url", "'javascript:alert(1)'", "/data/replacement", "http or https"),
                arguments("/data/replacement/status", "'unknown'", "/data/replacement", "no subjects"),
                arguments("/data/subject/name", "'a\\ud800'", "/data/subject", "surrogate"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsPointedTo(String where, String value, String pointer, String reason) {
        Sent faulty = VIDEOS.set(where, value.replace('\'', '"'));
        assertRejected(judge.structured(escaped(faulty)), pointer, reason);
    }

    @Test
    void dataThatIsNotJsonIsRejected() {
        Sent text = VIDEOS.set("/datacontenttype", "\"text/plain\"");
        assertRejected(judge.binary(text), "/datacontenttype", "'text/plain' is not JSON");
        assertRejected(judge.structured(text.set("/data", "\"{}\"")), "/datacontenttype", "is not JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "/data/subject/kind, 'api, endpoint, model, app, product, feature, data'",
        "/data/milestone, 'deprecated, closed_to_new, read_only, brownout, shutdown, export_opens, export_closes'",
        "/data/certainty, 'committed, earliest, tentative'",
        "/data/replacement/status, 'drop_in, suggested, none_published, unknown'",
        "/data/claimedBy/authority, 'tracker, press, distributor, official'"
    })
    void aWordThatIsNotOneOfThoseAllowedIsToldWhichAre(String pointer, String allowed) {
        assertRejected(judge.structured(VIDEOS.set(pointer, "\"SHUTDOWN\"")), pointer, allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"text\"",
                "[]",
                "{",
                "{}",
                "{} {}",
                "{\"id\":\"1\",\"id\":\"2\"}",
                "\u0000"
            })
    void whatIsNotOneJsonObjectIsRejected(String value) {
        assertThat(judge.structured(value.getBytes(UTF_8))).isInstanceOf(Decoded.Rejected.class);
    }

    @Test
    void twoValuesUnderOneNameAreRejected() {
        String twice = VIDEOS.json().replace("\"milestone\":", "\"milestone\":\"brownout\",\"milestone\":");
        assertRejected(judge.structured(twice.getBytes(UTF_8)), "", "Duplicate");
        String data = new String(VIDEOS.data(), UTF_8).replace("\"milestone\":", "\"summary\":\"a\",\"milestone\":");
        assertRejected(judge.judge(VIDEOS.headers(), data.getBytes(UTF_8)), "/data", "Duplicate");
    }

    @Test
    void brokenDataInBinaryModeIsRejected() {
        assertRejected(judge.judge(VIDEOS.headers(), "{\"subject\":".getBytes(UTF_8)), "/data", "not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 997, 998, 999, 1000, 1001, DEEP})
    void nestingIsTakenOrRejectedButNeverThrows(int depth) {
        String nested = "[".repeat(depth) + "]".repeat(depth);
        String data = new String(VIDEOS.data(), UTF_8);
        String deep = data.substring(0, data.length() - 1) + ",\"deep\":" + nested + "}";
        String event = VIDEOS.without("/data").json();
        String whole = event.substring(0, event.length() - 1) + ",\"data\":" + deep + "}";
        Decoded binary = judge.judge(VIDEOS.headers(), deep.getBytes(UTF_8));
        Decoded structured = judge.structured(whole.getBytes(UTF_8));
        if (depth == DEEP) {
            assertRejected(binary, "/data", "depth");
            assertRejected(structured, "", "depth");
        } else if (depth == 900) {
            assertThat(said(binary).digest()).isEqualTo(said(structured).digest());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e-400", "1E+999999999", "123456789012345678901234567890", "0.1e1"})
    void aHugeNumberIsNoHindrance(String number) {
        String huge = VIDEOS.json().replace("1.5", number);
        assertThat(judge.structured(huge.getBytes(UTF_8))).isInstanceOf(Decoded.Accepted.class);
    }

    @Test
    void aNumberOfTooManyDigitsIsRejected() {
        String huge = VIDEOS.json().replace("1.5", "9".repeat(5_000));
        assertRejected(judge.structured(huge.getBytes(UTF_8)), "", "not valid JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-25T00:00:00Z, 2026-03-25T00:00:00Z",
        "2025-01-01T00:00:00Z, 2026-03-25T00:00:00Z",
        "2026-03-25T00:00:00Z, 2025-01-01T00:00:00Z"
    })
    void anEventMayBeADayAheadOfTheLaterClockAndNoMore(String calendar, String wall) {
        Judge then = Judge.at(calendar, wall);
        assertThat(said(then.structured(VIDEOS.time("2026-03-26T00:00:00Z")))
                        .event()
                        .ref()
                        .time())
                .isEqualTo(Instant.parse("2026-03-26T00:00:00Z"));
        assertRejected(then.structured(VIDEOS.time("2026-03-26T00:00:01Z")), "/time", "more than a day ahead");
        assertRejected(then.binary(VIDEOS.time("2026-03-26T02:00:01+02:00")), "/time", "more than a day ahead");
    }

    @Test
    void aRecordWithoutAValueIsRejected() {
        assertRejected(judge.structured((byte[]) null), "", "no value");
    }

    @Test
    void aRecordThatIsTooLargeIsRejectedUnread() {
        assertRejected(judge.structured(new byte[1_000_001]), "", "1000001 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "content-type"})
    void aHeaderWithoutAValueDoesNotThrow(String name) {
        Headers headers = VIDEOS.headers().remove(name).add(name, null);
        assertThat(judge.judge(headers, VIDEOS.data())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents-batch+json",
                "application/cloudevents+avro",
                "application/xml",
                "application/json",
                "",
                ";"
            })
    void anotherContentTypeDoesNotMakeAnEventOfWhatIsNone(String type) {
        Headers headers = Sent.of("{}").headers().add("content-type", type.getBytes(UTF_8));
        assertThat(judge.judge(headers, VIDEOS.structured())).isInstanceOf(Decoded.Rejected.class);
    }

    @Test
    void theContentTypeOfStructuredModeMayHaveParameters() {
        Headers headers = Sent.of("{}")
                .headers()
                .add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(UTF_8));
        assertThat(judge.judge(headers, VIDEOS.structured())).isInstanceOf(Decoded.Accepted.class);
    }

    private static Said said(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        return ((Decoded.Accepted) decoded).said();
    }

    private static Statement statement(Said said) {
        return ((LifecycleEvent.Stated) said.event()).statement();
    }

    private static void assertRejected(Decoded decoded, String pointer, String reason) {
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
            assertThat(rejected.reason()).contains(reason);
            assertThat(rejected.pointer()).isEqualTo(pointer);
        });
    }

    /** Half of a surrogate pair has no bytes of its own in UTF-8, but may be written as an escape. */
    private static byte[] escaped(Sent sent) {
        return sent.json().replace("\ud800", "\\ud800").getBytes(UTF_8);
    }

    private static JsonNode reversed(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.reverse(names);
        var reversed = object.objectNode();
        names.forEach(name -> reversed.set(name, reversed(object.get(name))));
        return reversed;
    }
}
