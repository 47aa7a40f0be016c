package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://Example.COM/hook?a=b, https://example.com:443",
        "HTTPS://example.com:8443, https://example.com:8443",
        "http://127.0.0.1/, http://127.0.0.1:80",
        "https://[2001:DB8::1]:9000/x, https://[2001:db8::1]:9000",
        "https://example.com:1/, https://example.com:1",
        "https://example.com:65535/, https://example.com:65535",
    })
    void tellsItsOrigin(String url, String origin) {
        assertThat(WebhookUrl.parse(url, true).origin()).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/hook",
                "example.com",
                "//example.com/",
                "https:",
                "https:example.com/",
                "https:///hook",
                "https://user@example.com/",
                "https://user:word@example.com/",
                "https://@example.com/",
                "https://example.com/#part",
                "https://example.com/#",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://example.com:-1/",
                "https://example.com:99999999999/",
                "https://exämple.com/",
                "https://example.com/a b",
                " https://example.com/",
                "https://example.com/\n",
                "https://example.com/\u0000",
                "https://example.com\\@other.example/",
                "https://example.com/{id}",
                "https://a_b.example/",
                "ftp://example.com/",
                "javascript://example.com/",
                "file:///etc/passwd"
            })
    void refusesWhatCanNotBePostedTo(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookUrl.parse(url, true));
    }

    @Test
    void takesHttpOnlyIfAllowed() {
        assertThat(WebhookUrl.parse("http://example.com/", true).uri()).hasToString("http://example.com/");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookUrl.parse("http://example.com/", false))
                .withMessageContaining("https://");
    }

    @Test
    void hasAtMost2048Characters() {
        String longest = "https://example.com/" + "a".repeat(2_028);

        assertThat(WebhookUrl.parse(longest, false).uri()).hasToString(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookUrl.parse(longest + "a", false))
                .withMessageContaining("2048");
    }
}
