package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

    @ParameterizedTest
    @CsvSource({"0,PT0S", "120,PT2M", "' 7 ',PT7S", "999999999,PT277777H46M39S"})
    void isANumberOfSeconds(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).contains(wait);
    }

    @Test
    void isADate() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", NOW)).contains(Duration.ofSeconds(37));
    }

    @Test
    void aDateThatIsPastIsNoWait() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:48:37 GMT", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "1.5",
                "1e3",
                "٣",
                "99999999999999999999",
                "Sun, 06 Nov",
                "Tue, 30 Feb 1999 00:00:00 GMT",
                "2026-09-17T00:00:00Z"
            })
    void anythingElseSaysNothing(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }
}
