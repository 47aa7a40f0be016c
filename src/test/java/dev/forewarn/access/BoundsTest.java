package dev.forewarn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.example/changes,  https://a.example/changes,   true",
        "https://a.example/changes,  https://a.example/changes/,  false",
        "https://a.example/changes,  https://A.example/changes,   false",
        "https://a.example/changes,  https://a.example/,          false",
        "https://a.example/*,        https://a.example/,          true",
        "https://a.example/*,        https://a.example/changes,   true",
        "https://a.example/*,        https://a.example,           false",
        "https://a.example/*,        https://a.example.evil/,     false",
        "https://a.example/*,        ' https://a.example/',       false",
        "*,                          https://b.example/,          true",
    })
    void aSourceIsExactOrBeginsAsSaid(String pattern, String source, boolean allowed) {
        assertThat(bounds(pattern, "*", "official").speakAs(source)).isEqualTo(allowed);
    }

    @Test
    void aProviderIsNamedOrAny() {
        assertThat(bounds("*", "openai", "official").speakOf("openai")).isTrue();
        assertThat(bounds("*", "openai", "official").speakOf("openai-labs")).isFalse();
        assertThat(bounds("*", "*", "official").speakOf("groq")).isTrue();
        assertThat(Bounds.SILENT.speakOf("*")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "tracker,     true,  false, false, false",
        "press,       true,  true,  false, false",
        "distributor, true,  true,  true,  false",
        "official,    true,  true,  true,  true",
    })
    void anAuthorityIncludesThoseBelow(
            String highest, boolean tracker, boolean press, boolean distributor, boolean official) {
        Bounds bounds = bounds("*", "*", highest);

        assertThat(bounds.claim("tracker")).isEqualTo(tracker);
        assertThat(bounds.claim("press")).isEqualTo(press);
        assertThat(bounds.claim("distributor")).isEqualTo(distributor);
        assertThat(bounds.claim("official")).isEqualTo(official);
    }

    @Test
    void whoeverHasNoBoundsMaySayAnything() {
        assertThat(Bounds.NONE.speakAs("urn:anybody")).isTrue();
        assertThat(Bounds.NONE.speakOf("anybody")).isTrue();
        assertThat(Bounds.NONE.claim("official")).isTrue();
    }

    @Test
    void whoeverIsSilentMaySayNothing() {
        assertThat(Bounds.SILENT.speakAs("urn:anybody")).isFalse();
        assertThat(Bounds.SILENT.speakOf("anybody")).isFalse();
        assertThat(Bounds.SILENT.claim("tracker")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "**", "https://*.example/", "https://a.example/ä", "a b", "a\u0000"})
    void refusesWhatIsNoSource(String source) {
        assertThatIllegalArgumentException().isThrownBy(() -> bounds(source, "*", "official"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OpenAI", "openai/sora", "openai*", "-a"})
    void refusesWhatIsNoProvider(String provider) {
        assertThatIllegalArgumentException().isThrownBy(() -> bounds("*", provider, "official"));
    }

    @Test
    void refusesAnUnknownAuthority() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bounds("*", "*", "king"))
                .withMessageContaining("tracker, press, distributor, official");
    }

    private static Bounds bounds(String source, String provider, String authority) {
        return new Bounds(List.of(source), List.of(provider), Optional.of(authority));
    }
}
