package dev.forewarn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Conflict;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Speaker;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.lifecycle.Window;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleModuleTest {

    private static final CutoffKey KEY =
            CutoffKey.parse("openai/sora-2:brownout@azure;region=US;audience=free-tier;occurrence=2");
    private static final Subject SUBJECT = new Subject(KEY.subject(), "Sora 2 “é”", SubjectKind.MODEL, List.of("sora"));
    private static final Instant START = Instant.parse("2026-09-24T00:00:00.123456789Z");

    private final ObjectMapper mapper =
            LifecycleMapping.apply(new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule()));

    static Stream<Effective> everyEffective() {
        return Stream.of(
                new Effective.At(START),
                new Effective.On(LocalDate.parse("2026-09-24"), ZoneId.of("America/Los_Angeles")),
                new Effective.On(LocalDate.parse("2026-09-24"), ZoneOffset.ofHoursMinutes(5, 30)),
                new Effective.In(YearMonth.parse("2026-09"), ZoneId.of("UTC")),
                new Effective.After(List.of(CutoffKey.parse("openai/sora-app:shutdown"), KEY)),
                new Effective.Undated());
    }

    static Stream<Window> everyWindow() {
        return Stream.of(
                new Window(START, Optional.of(START.plusSeconds(1)), ZoneOffset.UTC),
                new Window(START, Optional.empty(), ZoneId.of("Asia/Kolkata")),
                new Window(START, Optional.of(START.plusNanos(1)), ZoneId.of("UTC")));
    }

    static Stream<Replacement> everyReplacement() {
        return Stream.of(
                Replacement.UNKNOWN,
                new Replacement(Replacement.Status.NONE_PUBLISHED, List.of(), Optional.empty()),
                new Replacement(
                        Replacement.Status.DROP_IN,
                        List.of(SubjectId.parse("groq/qwen/qwen3-32b")),
                        Optional.of(URI.create("https://example.com/a?b=c"))));
    }

    @ParameterizedTest
    @MethodSource("everyEffective")
    void aStatementComesBackAsItWas(Effective effective) throws JsonProcessingException {
        Statement full = new Statement(
                SUBJECT,
                KEY.milestone(),
                KEY.scope(),
                effective,
                Certainty.COMMITTED,
                Optional.of(LocalDate.parse("2026-03-24")),
                Replacement.UNKNOWN,
                Optional.of("One line.\nAnother."),
                new Speaker(
                        "OpenAI",
                        Authority.OFFICIAL,
                        Optional.of(URI.create("https://example.com/")),
                        Optional.of("a reader"),
                        Optional.of("“gone”")));
        assertThat(backAgain(full, Statement.class)).isEqualTo(full);
    }

    @Test
    void aStatementOfLittleComesBackAsItWas() throws JsonProcessingException {
        Statement bare = new Statement(
                new Subject(SubjectId.parse("a/b"), "b", SubjectKind.API, List.of()),
                KEY.milestone(),
                CutoffKey.parse("a/b:shutdown").scope(),
                new Effective.Undated(),
                Certainty.TENTATIVE,
                Optional.empty(),
                Replacement.UNKNOWN,
                Optional.empty(),
                new Speaker("A", Authority.TRACKER, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(backAgain(bare, Statement.class)).isEqualTo(bare);
    }

    @ParameterizedTest
    @MethodSource("everyWindow")
    void aDatedCutoffComesBackAsItWas(Window window) throws JsonProcessingException {
        Cutoff cutoff = new Cutoff(KEY, 3, false, standing(new Effective.At(START), Optional.of(window)));
        assertThat(backAgain(cutoff, Cutoff.class)).isEqualTo(cutoff);
    }

    @ParameterizedTest
    @MethodSource("everyEffective")
    void anUndatedAndWithdrawnCutoffComesBackAsItWas(Effective effective) throws JsonProcessingException {
        Cutoff cutoff = new Cutoff(KEY, 1, true, standing(effective, Optional.empty()));
        assertThat(backAgain(cutoff, Cutoff.class)).isEqualTo(cutoff);
    }

    @ParameterizedTest
    @MethodSource("everyReplacement")
    void aReplacementComesBackAsItWas(Replacement replacement) throws JsonProcessingException {
        assertThat(backAgain(replacement, Replacement.class)).isEqualTo(replacement);
    }

    @Test
    void valuesAreWrittenInTheFormInWhichEventsCarryThem() throws JsonProcessingException {
        Cutoff cutoff = new Cutoff(
                KEY, 3, false, standing(new Effective.Undated(), everyWindow().findFirst()));
        var json = mapper.readTree(mapper.writeValueAsString(cutoff));
        assertThat(json.at("/key").asText()).isEqualTo(KEY.toString());
        assertThat(json.at("/standing/subject/kind").asText()).isEqualTo("model");
        assertThat(json.at("/standing/window/start").asText()).isEqualTo("2026-09-24T00:00:00.123456789Z");
        assertThat(json.at("/standing/certainty").asText()).isEqualTo("earliest");
        assertThat(json.at("/standing/effective").isNull()).isTrue();
        assertThat(json.at("/standing/replacement/status").asText()).isEqualTo("unknown");
        assertThat(mapper.writeValueAsString(new Effective.On(LocalDate.EPOCH.plusDays(1), ZoneId.of("UTC"))))
                .isEqualTo("{\"on\":\"1970-01-02\",\"zone\":\"UTC\"}");
    }

    @Test
    void fieldsThatALaterVersionHasStoredAreIgnored() throws JsonProcessingException {
        Cutoff cutoff = new Cutoff(KEY, 3, false, standing(new Effective.Undated(), Optional.empty()));
        ObjectNode later = mapper.valueToTree(cutoff);
        later.put("brandNew", true);
        later.withObject("/standing").put("brandNew", true);
        assertThat(mapper.readValue(later.toString(), Cutoff.class)).isEqualTo(cutoff);
    }

    @Test
    void aDateThatIsLeftOutIsUndated() throws JsonProcessingException {
        Cutoff cutoff = new Cutoff(KEY, 3, false, standing(new Effective.Undated(), Optional.empty()));
        ObjectNode without = mapper.valueToTree(cutoff);
        without.withObject("/standing").remove(List.of("effective", "window"));
        assertThat(mapper.readValue(without.toString(), Cutoff.class)).isEqualTo(cutoff);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "1",
                "\"on\"",
                "{\"at\":\"tomorrow\"}",
                "{\"on\":\"2026-13-01\",\"zone\":\"UTC\"}",
                "{\"on\":\"2026-09-24\"}",
                "{\"in\":\"2026-09\",\"zone\":\"Mars/Olympus\"}",
                "{\"after\":\"openai/sora-app:shutdown\"}",
                "{\"after\":[\"nonsense\"]}",
                "{\"after\":[]}"
            })
    void whatIsNoDateIsRefusedAsBadJson(String json) {
        assertThatThrownBy(() -> mapper.readValue(json, Effective.class)).isInstanceOf(JsonMappingException.class);
    }

    private static Standing standing(Effective effective, Optional<Window> window) {
        List<Conflict> conflicts = everyWindow()
                .map(other -> new Conflict(other, "https://press.example/", Authority.PRESS))
                .toList();
        return new Standing(
                SUBJECT,
                effective,
                window,
                Certainty.EARLIEST,
                Replacement.UNKNOWN,
                "https://a.example",
                4,
                1,
                conflicts);
    }

    private <T> T backAgain(T value, Class<T> type) throws JsonProcessingException {
        return mapper.readValue(mapper.writeValueAsString(value), type);
    }
}
