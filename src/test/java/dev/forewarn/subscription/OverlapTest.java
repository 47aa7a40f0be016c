package dev.forewarn.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.forewarn.web.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapTest {

    @Test
    void isADayIfNothingIsSaid() {
        assertThat(Overlap.read(null)).isEqualTo(Duration.ofDays(1));
        assertThat(Overlap.read(new byte[0])).isEqualTo(Duration.ofDays(1));
        assertThat(overlap("{}")).isEqualTo(Duration.ofDays(1));
        assertThat(overlap("{\"overlap\": null}")).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT0S", "P7D, PT168H", "PT36H, PT36H", "P1DT12H, PT36H", "PT0.5S, PT0.5S"})
    void isFromNothingToSevenDays(String text, Duration overlap) {
        assertThat(overlap("{\"overlap\": \"" + text + "\"}")).isEqualTo(overlap);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"overlap\": \"P8D\"}",
                "{\"overlap\": \"PT168H0.001S\"}",
                "{\"overlap\": \"-PT1S\"}",
                "{\"overlap\": \"P1M\"}",
                "{\"overlap\": \"a day\"}",
                "{\"overlap\": \"\"}",
                "{\"overlap\": \"P99999999999999999999D\"}",
                "{\"overlap\": \"PT9223372036854775807H\"}",
                "{\"overlap\": 86400}",
                "{\"overlaps\": \"P1D\"}",
                "[]",
                "{"
            })
    void refusesWhatIsNoSuchDuration(String body) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> overlap(body));
    }

    private static Duration overlap(String body) {
        return Overlap.read(body.getBytes(UTF_8));
    }
}
