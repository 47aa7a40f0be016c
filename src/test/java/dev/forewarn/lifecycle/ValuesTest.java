package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values refuse what must not be stored or shown. */
class ValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "a\0b", "two\nlines", "a\tb", "\u0085", "half \ud83d"})
    void aNameIsOneLineOfText(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> subject(name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventRef(name, "id", Instant.parse("2026-01-01T00:00:00Z")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventRef("source", name, Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void aNameMayHoldAnyScript() {
        assertThat(subject("Videos API – 動画 😀").name()).isEqualTo("Videos API – 動画 😀");
    }

    @Test
    void aSummaryMayHaveSeveralLines() {
        assertThat(Says.official(Says.undated()).but("one\n\ttwo").statement().summary())
                .hasValue("one\n\ttwo");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Says.official(Says.undated()).but("a\0b").statement());
    }

    @Test
    void aSubjectHasUpToFiftyAliases() {
        SubjectId id = SubjectId.parse("openai/videos-api");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Subject(id, "n", SubjectKind.API, Collections.nCopies(51, "alias")));
    }

    @Test
    void theTimeOfAnEventIsKeptToTheMicrosecond() {
        assertThat(new EventRef("s", "1", Instant.parse("2026-01-01T00:00:00.0000019Z")))
                .isEqualTo(new EventRef("s", "1", Instant.parse("2026-01-01T00:00:00.000001Z")));
        assertThatIllegalArgumentException().isThrownBy(() -> new EventRef("s", "1", Instant.MAX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "/relative", "https:///path", "mailto:a@b.example", "ftp://a.example"})
    void onlyALinkToTheWebIsShown(String link) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Replacement(Replacement.Status.SUGGESTED, List.of(), Optional.of(URI.create(link))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Speaker(
                        "n", Authority.PRESS, Optional.of(URI.create(link)), Optional.empty(), Optional.empty()));
    }

    @Test
    void onlyAReplacementThatIsKnownIsNamed() {
        List<SubjectId> next = List.of(SubjectId.parse("openai/next"));

        assertThat(new Replacement(Replacement.Status.DROP_IN, next, Optional.empty()).subjects())
                .isEqualTo(next);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Replacement(Replacement.Status.NONE_PUBLISHED, next, Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Replacement(
                        Replacement.Status.UNKNOWN, List.of(), Optional.of(URI.create("https://a.example"))));
    }

    @Test
    void wordsAreReadAsTheyAreWritten() {
        for (Milestone milestone : Milestone.values()) {
            assertThat(Word.parse(Milestone.class, milestone.word())).isEqualTo(milestone);
        }
        assertThat(Milestone.CLOSED_TO_NEW.word()).isEqualTo("closed_to_new");
        assertThat(LeadTime.P180D.word()).isEqualTo("P180D");
        assertThat(NoticeKind.APPROACHING.type()).isEqualTo("cutoff.approaching");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Word.parse(Authority.class, "Official"))
                .withMessage("'Official' is not one of tracker, press, distributor, official");
    }

    private static Subject subject(String name) {
        return new Subject(SubjectId.parse("openai/videos-api"), name, SubjectKind.API, List.of());
    }
}
