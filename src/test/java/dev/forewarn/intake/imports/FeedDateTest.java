package dev.forewarn.intake.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.forewarn.lifecycle.Effective;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedDateTest {

    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-09-24",
                " 2026-09-24 ",
                "2026/9/24",
                "2026.09.24",
                "20260924",
                "2026-09-24T00:00:00Z",
                "2026-09-24T00:00:00+00:00",
                "2026-09-24 00:00:00 UTC",
                "2026-09-24T17:30:00",
                "September 24, 2026",
                "Sept. 24th 2026",
                "Thursday, September 24, 2026",
                "24 Sep 2026",
                "24th of September 2026",
                "24-Sep-2026",
                "2026 September 24",
                "09/24/2026",
                "24.09.2026",
                "1790208000",
                "1790208000000",
                "Thu, 24 Sep 2026 00:00:00 GMT"
            })
    void aDayIsReadInAnySpellingThatCanMeanNoOther(String text) {
        assertThat(FeedDate.parse(text))
                .isEqualTo(new FeedDate(new Effective.On(LocalDate.of(2026, 9, 24), UTC), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09", "2026/9", "09/2026", "September 2026", "Sep, 2026"})
    void aMonthStaysAMonth(String text) {
        assertThat(FeedDate.parse(text).effective()).isEqualTo(new Effective.In(YearMonth.of(2026, 9), UTC));
    }

    @Test
    void aTimeOfDayWithAnOffsetIsAMoment() {
        assertThat(FeedDate.parse("2026-09-24T17:00:00+0200").effective())
                .isEqualTo(new Effective.At(Instant.parse("2026-09-24T15:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not sooner than 2026-11-24",
                "No earlier than November 24, 2026",
                "not before 2026-11-24",
                "Earliest: 2026-11-24",
                "2026-11-24 or later",
                "2026-11-24 (earliest)",
                ">= 2026-11-24"
            })
    void aBoundIsABound(String text) {
        assertThat(FeedDate.parse(text))
                .isEqualTo(new FeedDate(new Effective.On(LocalDate.of(2026, 11, 24), UTC), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "---", "N/A", "TBD", "None", "not yet announced"})
    void whatStandsForNoDateIsUndated(String text) {
        assertThat(FeedDate.parse(text)).isEqualTo(new FeedDate(new Effective.Undated(), false));
        assertThat(FeedDate.parse(Optional.empty()).effective()).isEqualTo(new Effective.Undated());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026",
                "Q4 2026",
                "mid-2026",
                "09/10/2026",
                "2026-02-30",
                "2026-13-01",
                "31.11.2026",
                "0000-00-00",
                "1066-10-14",
                "no later than 2026-09-24",
                "2026-09-24 to 2026-10-24",
                "soon",
                "true",
                "99999999999999999999"
            })
    void whatIsNotClearIsRefused(String text) {
        assertThatExceptionOfType(Unclear.class).isThrownBy(() -> FeedDate.parse(text));
    }
}
