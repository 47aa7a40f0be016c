package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.SubjectId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

    @Test
    void takesAllWhereItSaysNothing() {
        List<Route> routes = filter(List.of()).routes();

        assertThat(routes).hasSize(1);
        assertThat(routes.get(0).pattern).isEqualTo("*");
        assertThat(routes.get(0).channels).isNull();
        assertThat(routes.get(0).regions).isNull();
        assertThat(Arrays.stream(Milestone.values()).allMatch(word -> (routes.get(0).milestones & Mask.of(word)) != 0))
                .isTrue();
        assertThat(Arrays.stream(NoticeKind.values()).allMatch(word -> (routes.get(0).kinds & Mask.of(word)) != 0))
                .isTrue();
        assertThat(Arrays.stream(LeadTime.values()).allMatch(word -> (routes.get(0).leadTimes & Mask.of(word)) != 0))
                .isTrue();
    }

    @Test
    void hasOneBitForEachWord() {
        for (Milestone taken : Milestone.values()) {
            int mask = Mask.of(List.of(taken));
            assertThat(Arrays.stream(Milestone.values()).filter(word -> (mask & Mask.of(word)) != 0))
                    .containsExactly(taken);
        }
        assertThat(Mask.of(List.of(LeadTime.P180D, LeadTime.P0D))).isEqualTo(0b100000001);
    }

    @Test
    void isFoundByThreePatterns() {
        assertThat(SubjectPattern.taking(SubjectId.parse("groq/qwen/qwen3-32b")))
                .extracting(SubjectPattern::value)
                .containsExactly("groq/qwen/qwen3-32b", "groq/*", "*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "openai/*", "openai/sora-2", "groq/qwen/qwen3-32b"})
    void takesAPattern(String text) {
        assertThat(new SubjectPattern(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "openai", "openai/", "/*", "*/*", "**", "open*/x", "openai/so*", "OpenAI/*", "a/b/*"})
    void refusesWhatIsNoPattern(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SubjectPattern(text));
    }

    private static Filter filter(List<SubjectPattern> subjects) {
        return new Filter(subjects, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
