package dev.forewarn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T00:00:00Z, 114, days left, later",
        "2026-08-01T00:00:00Z, 53, days left, near",
        "2026-09-21T22:30:00Z, 1, day left, soon",
        "2026-09-22T21:59:59Z, 1, day left, soon",
        "2026-09-22T22:00:00Z, now, under way, soon",
        "2026-09-23T22:00:00Z, 1, day ago, gone",
        "2026-09-30T00:00:00Z, 7, days ago, gone"
    })
    void daysAreCountedWhereTheProviderReckonsThem(Instant now, String number, String unit, String urgency) {
        Effective day = new Effective.On(LocalDate.parse("2026-09-23"), BERLIN);
        assertThat(Left.of(cutoff(day), now)).isEqualTo(new Left(number, unit, urgency));
    }

    @Test
    void aMonthIsUnderWayUntilItsLastDayIsOver() {
        Effective month = new Effective.In(YearMonth.parse("2026-09"), BERLIN);
        assertThat(Left.of(cutoff(month), Instant.parse("2026-09-30T21:00:00Z")).number())
                .isEqualTo("now");
        assertThat(Left.of(cutoff(month), Instant.parse("2026-09-30T22:00:00Z")).urgency())
                .isEqualTo("gone");
    }

    @Test
    void withoutADateNothingIsCounted() {
        assertThat(Left.of(cutoff(new Effective.Undated()), Instant.EPOCH)).isEqualTo(new Left("?", "no date", "none"));
    }

    private static Cutoff cutoff(Effective effective) {
        CutoffKey key = CutoffKey.parse("openai/sora-2:shutdown");
        Subject subject = new Subject(key.subject(), "Sora 2", SubjectKind.MODEL, List.of());
        Standing standing = new Standing(
                subject,
                effective,
                effective.window(),
                Certainty.COMMITTED,
                Replacement.UNKNOWN,
                "urn:source",
                1,
                1,
                List.of());
        return new Cutoff(key, 1, false, standing);
    }
}
