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
        assertThat(SEALER.open(Sealed.SECRET, SEALER.seal(Sealed.SECRET, SECRET, "sub_a"), "sub_a"))
                .isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        assertThat(SEALER.seal(Sealed.SECRET, SECRET, "sub_a"))
                .isNotEqualTo(SEALER.seal(Sealed.SECRET, SECRET, "sub_a"));
    }

    @Test
    void doesNotOpenWhatWasSealedForAnother() {
        byte[] sealed = SEALER.seal(Sealed.SECRET, SECRET, "sub_a");

        assertThatIllegalStateException().isThrownBy(() -> SEALER.open(Sealed.SECRET, sealed, "sub_b"));
    }

    @Test
    void doesNotOpenWhatAnotherKeySealed() {
        byte[] sealed = sealer(2).seal(Sealed.SECRET, SECRET, "sub_a");

        assertThatIllegalStateException()
                .isThrownBy(() -> SEALER.open(Sealed.SECRET, sealed, "sub_a"))
                .withMessageContaining("sub_a");
    }

    @Test
    void opensWhatAPreviousKeySealedAndSealsWithThePresentOne() {
        SecretSealer later = new SecretSealer(Optional.of(key(2)), Optional.of(List.of(key(3), " ", key(1), key(2))));

        assertThat(later.open(Sealed.SECRET, SEALER.seal(Sealed.SECRET, SECRET, "sub_a"), "sub_a"))
                .isEqualTo(SECRET);
        byte[] anew = later.seal(Sealed.SECRET, SECRET, "sub_a");
        assertThat(sealer(2).open(Sealed.SECRET, anew, "sub_a")).isEqualTo(SECRET);
        assertThat(anew).startsWith(sealer(2).mark());
        assertThat(sealer(2).mark()).isNotEqualTo(SEALER.mark());
        assertThat(later.hasPrevious()).isTrue();
        assertThat(SEALER.hasPrevious()).isFalse();
    }

    @Test
    void doesNotOpenASecretAsHeaders() {
        byte[] secret = SEALER.seal(Sealed.SECRET, SECRET, "sub_a");
        byte[] headers = SEALER.seal(Sealed.HEADERS, SECRET, "sub_a");

        assertThatIllegalStateException().isThrownBy(() -> SEALER.open(Sealed.HEADERS, secret, "sub_a"));
        assertThatIllegalStateException().isThrownBy(() -> SEALER.open(Sealed.SECRET, headers, "sub_a"));
    }

    @Test
    void refusesAWrongPreviousKeyWithoutRepeatingIt() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new SecretSealer(Optional.of(key(1)), Optional.of(List.of("c2hvcnQ="))))
                .withMessageContaining("FOREWARN_PREVIOUS_MASTER_KEYS")
                .withMessageNotContaining("c2hvcnQ=");
    }

    @Test
    void doesNotOpenWhatWasChanged() {
        byte[] sealed = SEALER.seal(Sealed.SECRET, SECRET, "sub_a");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatIllegalStateException().isThrownBy(() -> SEALER.open(Sealed.SECRET, changed, "sub_a"));
        }
        assertThatIllegalStateException().isThrownBy(() -> SEALER.open(Sealed.SECRET, new byte[0], "sub_a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not/base64!not/base64!not/base64!not/base64!", "c2hvcnQ=", "AAAA", "{}"})
    void refusesAWrongMasterKeyWithoutRepeatingIt(String key) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new SecretSealer(Optional.of(key), Optional.empty()))
                .withMessageContaining("FOREWARN_MASTER_KEY")
                .withMessageNotContaining(key)
                .withNoCause();
    }

    @Test
    void needsAMasterKey() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new SecretSealer(Optional.empty(), Optional.empty()))
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
        SubscriptionView view = new SubscriptionView(
                "sub_a",
                "own_a",
                terms,
                List.of(),
                "active",
                Instant.EPOCH,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);

        assertThat(secret.toString()).isNotEqualTo(secret.told());
        assertThat(new Registered(view, Optional.of(secret.told())).toString()).doesNotContain(secret.told());
    }

    private static SecretSealer sealer(int fill) {
        return new SecretSealer(Optional.of(key(fill)), Optional.empty());
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
