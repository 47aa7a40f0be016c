package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;

@PropertyDefaults(tries = 1000, edgeCases = EdgeCasesMode.NONE)
class CutoffKeyPropertyTest {

    @Property
    void isReadBackAsItWasWritten(@ForAll("keys") CutoffKey key) {
        assertThat(CutoffKey.parse(key.toString())).isEqualTo(key);
    }

    @Property
    void twoKeysAreWrittenAlikeOnlyIfTheyAreTheSame(@ForAll("keys") CutoffKey one, @ForAll("keys") CutoffKey other) {
        assertThat(one.toString().equals(other.toString())).isEqualTo(one.equals(other));
        assertThat(one.id().equals(other.id())).isEqualTo(one.equals(other));
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(one)));
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll("almostKeys") String text) {
        try {
            assertThat(CutoffKey.parse(CutoffKey.parse(text).toString())).isEqualTo(CutoffKey.parse(text));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null").hasMessageMatching("(?s).+");
        }
    }

    @Provide
    Arbitrary<CutoffKey> keys() {
        Arbitrary<SubjectId> subjects = Combinators.combine(
                        slug(),
                        text().withChars("._:/-").ofMaxLength(12),
                        text().ofMinLength(1).ofMaxLength(3))
                .as((provider, rest, first) -> new SubjectId(provider, first + rest));
        return Combinators.combine(
                        subjects, Arbitraries.of(Milestone.class), slug(), scopes(), Arbitraries.of(true, false))
                .as((subject, milestone, channel, scope, own) -> new CutoffKey(
                        subject,
                        milestone,
                        new Scope(
                                own ? subject.provider() : channel,
                                scope.region(),
                                scope.audience(),
                                scope.occurrence())));
    }

    @Provide
    Arbitrary<String> almostKeys() {
        return Arbitraries.of(
                        "openai",
                        "/",
                        "sora",
                        ":",
                        "shutdown",
                        "@",
                        "azure",
                        ";",
                        "region",
                        "=",
                        "US",
                        "*",
                        "audience",
                        "occurrence",
                        "2",
                        "",
                        " ",
                        "é")
                .list()
                .ofMaxSize(16)
                .map(parts -> String.join("", parts))
                .map(text -> text.startsWith("openai") ? text : "openai/sora:shutdown" + text);
    }

    private static Arbitrary<Scope> scopes() {
        return Combinators.combine(
                        Arbitraries.of(Locale.getISOCountries()).injectNull(0.5),
                        slug().injectNull(0.5),
                        slug().injectNull(0.5))
                .as((region, audience, occurrence) -> new Scope(
                        "any",
                        Optional.ofNullable(region).orElse(Scope.EVERYWHERE),
                        Optional.ofNullable(audience).orElse(Scope.EVERYWHERE),
                        Optional.ofNullable(occurrence)));
    }

    private static Arbitrary<String> slug() {
        return Combinators.combine(
                        Arbitraries.strings().withCharRange('a', 'z').numeric().ofLength(1),
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .numeric()
                                .withChars('-')
                                .ofMaxLength(8))
                .as(String::concat);
    }

    private static StringArbitrary text() {
        return Arbitraries.strings().alpha().numeric();
    }
}
