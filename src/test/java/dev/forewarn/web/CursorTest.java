package dev.forewarn.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final String CURSOR = Cursor.encode("list", 42L, "grün/α", "");

    @Test
    void givesBackItsParts() {
        assertThat(Cursor.decode("list", "cursor", CURSOR)).containsExactly("42", "grün/α", "");
        assertThat(Cursor.decode("list", "cursor", Cursor.encode("list"))).isEmpty();
    }

    @Test
    void canStandInAUrl() {
        assertThat(CURSOR).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void belongsToOneList() {
        refused("other", CURSOR);
    }

    @Test
    void isRefusedIfAnyCharacterIsAnother() {
        for (int i = 0; i < CURSOR.length(); i++) {
            char other = CURSOR.charAt(i) == 'A' ? 'B' : 'A';
            refused("list", CURSOR.substring(0, i) + other + CURSOR.substring(i + 1));
            refused("list", CURSOR.substring(0, i));
        }
        refused("list", CURSOR + "=");
        refused("list", CURSOR + "AAAA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "latest", "%", "ä", "AAAAAAAAAAAAAAAA"})
    void isRefusedIfItIsNonsense(String text) {
        refused("list", text);
    }

    @Test
    void holdsNoLineBreak() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.encode("list", "a\nb"));
    }

    private static void refused(String kind, String text) {
        assertThatExceptionOfType(ProblemException.class)
                .as(text)
                .isThrownBy(() -> Cursor.decode(kind, "after", text))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(400))
                .satisfies(
                        e -> assertThat(e.problem().errors().get(0).parameter()).contains("after"));
    }
}
