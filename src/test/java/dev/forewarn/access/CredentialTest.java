package dev.forewarn.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {

    @Test
    void isToldAndReadBack() {
        Credential credential = Credential.random();

        assertThat(credential.told()).matches("fwk_[A-Za-z0-9_-]{43}");
        assertThat(Credential.parse(credential.told()))
                .hasValueSatisfying(read -> assertThat(read.digest()).isEqualTo(credential.digest()));
    }

    @Test
    void isKeptAsTheDigestOfItsBytes() {
        Credential credential = Credential.random();
        byte[] bytes = Base64.getUrlDecoder().decode(credential.told().substring(4));

        assertThat(bytes).hasSize(32);
        assertThat(credential.digest()).isEqualTo(Sha256.of(bytes));
    }

    @Test
    void isAnotherEachTime() {
        assertThat(Credential.random().told()).isNotEqualTo(Credential.random().told());
    }

    @Test
    void showsNothingInALog() {
        assertThat(Credential.random()).hasToString("fwk_…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fwk_",
                "fwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "fwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "fwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "fwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                "FWK_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void isNothingElse(String text) {
        assertThat(Credential.parse(text)).isEmpty();
    }
}
