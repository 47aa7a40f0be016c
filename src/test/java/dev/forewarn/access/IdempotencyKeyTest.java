package dev.forewarn.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.forewarn.web.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void isLeftOutByMost() {
        assertThat(IdempotencyKey.of(null, "/v1/keys", new byte[0])).isEmpty();
    }

    @Test
    void asksTheSameOnlyWithTheSamePathAndBody() {
        IdempotencyKey key = key("/v1/keys", "{}");

        assertThat(key.asks(key("/v1/keys", "{}").digest())).isTrue();
        assertThat(key.asks(key("/v1/keys", "{ }").digest())).isFalse();
        assertThat(key.asks(key("/v1/owners", "{}").digest())).isFalse();
        assertThat(key.asks(key("/v1/keys\0", "{}").digest())).isFalse();
    }

    @Test
    void hasUpTo255Characters() {
        assertThat(IdempotencyKey.of("x".repeat(255), "/", new byte[0])).isPresent();
        refused("x".repeat(256));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "a\tb", "a\nb", "ä", "\u007f", "\ud800"})
    void refusesWhatIsNotPrintableAscii(String header) {
        refused(header);
    }

    private static void refused(String header) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> IdempotencyKey.of(header, "/", new byte[0]))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(400))
                .withMessageContaining("255");
    }

    private static IdempotencyKey key(String path, String body) {
        return IdempotencyKey.of("key", path, body.getBytes(UTF_8)).orElseThrow();
    }
}
