package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveTest {

    @Test
    void anInstantIsOneSecond() {
        assertWindow(
                new Effective.At(Instant.parse("2026-09-24T17:00:00.5Z")),
                "2026-09-24T17:00:00.5Z",
                "2026-09-24T17:00:01.5Z");
    }

    @Test
    void anInstantIsKeptToTheMicrosecondThatTheDatabaseHolds() {
        assertThat(new Effective.At(Instant.parse("2026-09-24T17:00:00.123456789Z")))
                .isEqualTo(new Effective.At(Instant.parse("2026-09-24T17:00:00.123456Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-24, UTC,                 2026-09-24T00:00:00Z, 2026-09-25T00:00:00Z",
        "2026-09-24, America/Los_Angeles, 2026-09-24T07:00:00Z, 2026-09-25T07:00:00Z",
        "2026-09-24, Pacific/Kiritimati,  2026-09-23T10:00:00Z, 2026-09-24T10:00:00Z",
        "2026-09-24, +05:30,              2026-09-23T18:30:00Z, 2026-09-24T18:30:00Z",
        // 23 hours and 25 hours long
        "2026-03-08, America/Los_Angeles, 2026-03-08T08:00:00Z, 2026-03-09T07:00:00Z",
        "2026-11-01, America/Los_Angeles, 2026-11-01T07:00:00Z, 2026-11-02T08:00:00Z",
        // begins at one o'clock
        "2018-11-04, America/Sao_Paulo,   2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
        // its midnight comes twice: the first counts
        "2006-10-29, America/St_Johns,    2006-10-29T02:30:00Z, 2006-10-30T03:30:00Z",
        "2028-02-29, UTC,                 2028-02-29T00:00:00Z, 2028-03-01T00:00:00Z",
        "2011-12-29, Pacific/Apia,        2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
        "2011-12-31, Pacific/Apia,        2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
    })
    void aDayIsTheDayOfItsZone(LocalDate day, String zone, String start, String end) {
        assertWindow(new Effective.On(day, ZoneId.of(zone)), start, end);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02, UTC,               2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "2028-02, UTC,               2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "2026-12, UTC,               2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "2026-03, Europe/Berlin,     2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        "2026-10, Europe/Berlin,     2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "2011-12, Pacific/Apia,      2011-12-01T10:00:00Z, 2011-12-31T10:00:00Z",
    })
    void aMonthIsTheMonthOfItsZone(YearMonth month, String zone, String start, String end) {
        assertWindow(new Effective.In(month, ZoneId.of(zone)), start, end);
    }

    @ParameterizedTest
    @CsvSource({"2011-12-30, Pacific/Apia", "1993-08-21, Pacific/Kwajalein"})
    void aDayThatItsZoneHasSkippedIsRefused(LocalDate day, ZoneId zone) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Effective.On(day, zone))
                .withMessageContaining("left out of the calendar of " + zone);
    }

    @Test
    void whatHangsOnOthersOrHasNoDateHasNoWindowOfItsOwn() {
        assertThat(Says.after("openai/sora-app:shutdown").window()).isEmpty();
        assertThat(Says.undated().window()).isEmpty();
    }

    @Test
    void theOrderAndRepetitionOfWhatADateHangsOnDoNotMatter() {
        CutoffKey one = CutoffKey.parse("openai/a:shutdown");
        CutoffKey other = CutoffKey.parse("openai/b:shutdown");

        assertThat(Says.after(other, one, other)).isEqualTo(Says.after(one, other));
    }

    @Test
    void aDateHangsOnOneToFiftyCutoffs() {
        List<CutoffKey> many = IntStream.rangeClosed(1, 51)
                .mapToObj(i -> CutoffKey.parse("openai/m" + i + ":shutdown"))
                .toList();

        assertThat(new Effective.After(many.subList(0, 50)).follows()).hasSize(50);
        assertThatIllegalArgumentException().isThrownBy(() -> new Effective.After(many));
        assertThatIllegalArgumentException().isThrownBy(() -> new Effective.After(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1899-12-31", "9999-01-01", "-0044-03-15", "+99999-01-01"})
    void aDayFarAwayIsRefused(LocalDate day) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Effective.On(day, ZoneId.of("UTC")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Effective.In(YearMonth.from(day), ZoneId.of("UTC")));
    }

    @Test
    void anInstantFarAwayIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Effective.At(Instant.MIN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Effective.At(Instant.MAX));
        assertThatIllegalArgumentException().isThrownBy(() -> new Effective.At(Instant.parse("9999-01-01T00:00:00Z")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Effective.At(Instant.parse("1899-12-31T23:59:59Z")));
        assertThat(new Effective.At(Instant.parse("9998-12-31T23:59:59Z")).window())
                .isPresent();
    }

    private static void assertWindow(Effective effective, String start, String end) {
        Window window = effective.window().orElseThrow();
        assertThat(window.start()).isEqualTo(start);
        assertThat(window.end()).hasValue(Instant.parse(end));
    }
}
