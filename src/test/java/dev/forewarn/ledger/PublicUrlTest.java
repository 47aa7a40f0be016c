package dev.forewarn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, http://localhost:8080",
        "https://forewarn.example/, https://forewarn.example",
        "HTTPS://forewarn.example/under/a/path//, HTTPS://forewarn.example/under/a/path"
    })
    void linksBeginWithItWithoutASlashAtItsEnd(String url, String base) {
        assertThat(new PublicUrl(url).base()).isEqualTo(base);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://my host",
                "my.host",
                "//my.host",
                "https:",
                "https:///path",
                "ftp://my.host",
                "https://my.host/?a=b",
                "https://my.host/#a"
            })
    void anyOtherIsRefusedByTheNameOfItsSetting(String url) {
        assertThatThrownBy(() -> new PublicUrl(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("FOREWARN_URL");
    }
}
