package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSealerTest {

    private static final SecretSealer SEALER = sealer(1);
    private static final byte[] SECRET = Secret.random().key();

    @Test
    void opensWhatItSealed() {
        assertThat(SEALER.open(SEALER.seal(SECRET, "sub_a"), "sub_a")).isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        assertThat(SEALER.seal(SECRET, "sub_a")).isNotEqualTo(SEALER.seal(SECRET, "sub_a"));
    }

    @Test
    void doesNotOpenWhatWasSealedForAnother() {
        byte[] sealed = SEALER.seal(SECRET, "sub_a");

        assertThatIllegalStateException().isThrownBy(() -> SEALER.open(sealed, "sub_b"));
    }

    @Test
    void doesNotOpenWhatAnotherKeySealed() {
        byte[] sealed = sealer(2).seal(SECRET, "sub_a");

        assertThatIllegalStateException()
                .isThrownBy(() -> SEALER.open(sealed, "sub_a"))
                .withMessageContaining("FOREWARN_MASTER_KEY");
    }

    @Test
    void doesNotOpenWhatWasChanged() {
        byte[] sealed = SEALER.seal(SECRET, "sub_a");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatIllegalStateException().isThrownBy(() -> SEALER.open(changed, "sub_a"));
        }
        assertThatIllegalStateException().isThrownBy(() -> SEALER.open(new byte[0], "sub_a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not/base64!not/base64!not/base64!not/base64!", "c2hvcnQ=", "AAAA", "{}"})
    void refusesAWrongMasterKeyWithoutRepeatingIt(String key) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new SecretSealer(Optional.of(key)))
                .withMessageContaining("FOREWARN_MASTER_KEY")
                .withMessageNotContaining(key)
                .withNoCause();
    }

    @Test
    void needsAMasterKey() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new SecretSealer(Optional.empty()))
                .withMessageContaining("FOREWARN_MASTER_KEY");
    }

    @Test
    void neverShowsASecretAsText() {
        Secret secret = Secret.random();
        TermsView terms = new TermsView(
                "https://example.com/",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "standard",
                Optional.empty());
        SubscriptionView view = new SubscriptionView("sub_a", terms, "active", Instant.EPOCH, Instant.EPOCH);

        assertThat(secret.toString()).isNotEqualTo(secret.told());
        assertThat(new Registered(view, secret.told()).toString()).doesNotContain(secret.told());
    }

    private static SecretSealer sealer(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return new SecretSealer(Optional.of(Base64.getEncoder().encodeToString(key)));
    }
}
