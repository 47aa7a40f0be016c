package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CutoffKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/videos-api:shutdown",
                "openai/sora-2:shutdown@azure;region=US;audience=free-tier;occurrence=2",
                "openai/sora-2:brownout;occurrence=second",
                "openai/sora-2:closed_to_new@azure",
                "openai/sora-2:deprecated;audience=free-tier",
                "groq/qwen/qwen3-32b:deprecated",
                "amazon/anthropic.claude-v2:1:shutdown",
                "x/shutdown:shutdown",
            })
    void isWrittenAsItIsRead(String text) {
        assertThat(CutoffKey.parse(text)).hasToString(text);
    }

    @Test
    void namesItsParts() {
        assertThat(CutoffKey.parse(
                        "amazon/anthropic.claude-v2:1:shutdown@azure;region=US;audience=free-tier;occurrence=2"))
                .isEqualTo(new CutoffKey(
                        new SubjectId("amazon", "anthropic.claude-v2:1"),
                        Milestone.SHUTDOWN,
                        new Scope("azure", "US", "free-tier", Optional.of("2"))));
    }

    @Test
    void leavesOutWhatIsTheDefault() {
        assertThat(CutoffKey.parse("openai/sora-2:shutdown@openai;region=*;audience=*"))
                .hasToString("openai/sora-2:shutdown");
    }

    // Computed with Python: "cut_" + base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().lower()[:26]
    @ParameterizedTest
    @CsvSource({
        "openai/videos-api:shutdown, cut_eocn3juq7cw57xtn37dkf4onep",
        "openai/sora-2:shutdown@azure;region=US;audience=free-tier;occurrence=2, cut_556liioogiak2y3jnx677gu5xk",
        "groq/qwen/qwen3-32b:deprecated, cut_qhsrejdqrwbyyv6pwc6sslu4zq",
    })
    void hasTheIdThatAnybodyCanCompute(String key, String id) {
        assertThat(CutoffKey.parse(key).id()).isEqualTo(new CutoffId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "openai",
                "openai/sora-2",
                "openai:shutdown",
                "openai/:shutdown",
                "/sora:shutdown",
                ":shutdown",
                "openai/sora-2:",
                "openai/sora-2:SHUTDOWN",
                "openai/sora-2:gone",
                "OpenAI/sora-2:shutdown",
                "openai/sora 2:shutdown",
                "openai/sora-2:shutdown@",
                "openai/sora-2:shutdown@Azure",
                "openai/sora-2:shutdown@azure@aws",
                "openai/sora-2:shutdown;",
                "openai/sora-2:shutdown;region",
                "openai/sora-2:shutdown;region=",
                "openai/sora-2:shutdown;region=us",
                "openai/sora-2:shutdown;region=EU",
                "openai/sora-2:shutdown;region=US;region=US",
                "openai/sora-2:shutdown;audience=a;region=US",
                "openai/sora-2:shutdown;audience=a=b",
                "openai/sora-2:shutdown;occurrence=*",
                "openai/sora-2:shutdown;tier=1",
                "openai/sora-2:shutdown;region=US@azure",
                " openai/sora-2:shutdown",
                "openai/sora-2:shutdown\n",
            })
    void whatIsMalformedIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CutoffKey.parse(text));
    }

    @Test
    void isOrderedAsItIsWritten() {
        assertThat(CutoffKey.parse("a/b:shutdown")).isLessThan(CutoffKey.parse("a/c:deprecated"));
        assertThat(CutoffKey.parse("a/b:deprecated")).isLessThan(CutoffKey.parse("a/b:shutdown"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cut_",
                "eocn3juq7cw57xtn37dkf4onep",
                "cut_eocn3juq7cw57xtn37dkf4one1",
                "cut_EOCN3JUQ7CW57XTN37DKF4ONEP"
            })
    void anIdOfAnotherFormIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CutoffId(text));
    }

    @Test
    void aSubjectHasUpToTwoHundredCharacters() {
        String longest = "p/" + "n".repeat(198);

        assertThat(SubjectId.parse(longest)).hasToString(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> SubjectId.parse(longest + "n"));
    }
}
