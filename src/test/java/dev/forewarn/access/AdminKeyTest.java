package dev.forewarn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminKeyTest {

    @Test
    void isTheOneThatIsConfigured() {
        AdminKey key = new AdminKey(Optional.of("0123456789abcdef"));

        assertThat(key.is("0123456789abcdef")).isTrue();
        assertThat(key.is("0123456789abcdeF")).isFalse();
        assertThat(key.is("0123456789abcdef0")).isFalse();
        assertThat(key.is("")).isFalse();
    }

    @Test
    void isNoneIfNoneIsConfigured() {
        assertThat(new AdminKey(Optional.empty()).is("")).isFalse();
    }

    @Test
    void hasAtLeast16Characters() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new AdminKey(Optional.of("0123456789abcde")))
                .withMessageContaining("FOREWARN_ADMIN_KEY")
                .withMessageNotContaining("0123456789abcde");
    }
}
