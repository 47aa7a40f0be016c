package dev.forewarn.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

    @Test
    void isNeverEmptyNorTurnedRound() {
        Instant start = Instant.parse("2026-09-24T00:00:00Z");

        assertThatIllegalArgumentException().isThrownBy(() -> new Window(start, Optional.of(start), ZoneOffset.UTC));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window(start, Optional.of(start.minusNanos(1)), ZoneOffset.UTC));
    }

    @Test
    void itsEndIsNoLongerPartOfIt() {
        Window day = window(Says.on("2026-09-24"));

        assertThat(day.overlaps(window(Says.on("2026-09-25")))).isFalse();
        assertThat(day.overlaps(window(Says.on("2026-09-23")))).isFalse();
        assertThat(day.overlaps(window(Says.in("2026-09")))).isTrue();
        assertThat(window(Says.in("2026-09")).overlaps(day)).isTrue();
        assertThat(day.endsBy(Instant.parse("2026-09-24T23:59:59.999Z"))).isFalse();
        assertThat(day.endsBy(Instant.parse("2026-09-25T00:00:00Z"))).isTrue();
    }

    @Test
    void startsWithinSoManyDaysOfItsZone() {
        Window day = window(Says.on("2026-09-24", "Europe/Berlin"));
        Instant evening = Instant.parse("2026-08-24T22:30:00Z");

        assertThat(day.startsWithin(Period.ofDays(30), evening)).isTrue();
        assertThat(day.startsWithin(Period.ofDays(30), evening.minusSeconds(3_600)))
                .isFalse();
        assertThat(day.startsWithin(Period.ofMonths(1), evening)).isTrue();
        assertThat(day.startsWithin(Period.ZERO, Instant.parse("2026-10-01T00:00:00Z")))
                .isTrue();
        assertThat(day.startsWithin(Period.ZERO, Instant.parse("2026-09-23T12:00:00Z")))
                .isFalse();
    }

    @Test
    void itsStartIsPartOfIt() {
        Window day = window(Says.on("2026-09-24"));

        assertThat(day.startsBy(Instant.parse("2026-09-23T23:59:59.999Z"))).isFalse();
        assertThat(day.startsBy(Instant.parse("2026-09-24T00:00:00Z"))).isTrue();
    }

    @Test
    void withoutAnEndItOverlapsAllThatEndsAfterItsStart() {
        Window open = new Window(Instant.parse("2026-09-24T00:00:00Z"), Optional.empty(), ZoneOffset.UTC);

        assertThat(open.overlaps(window(Says.on("2026-09-23")))).isFalse();
        assertThat(open.overlaps(window(Says.on("2099-01-01")))).isTrue();
        assertThat(window(Says.on("2099-01-01")).overlaps(open)).isTrue();
        assertThat(open.overlaps(open)).isTrue();
        assertThat(open.endsBy(Instant.MAX)).isFalse();
    }

    @Test
    void theSameDayInTwoZonesOfOneOffsetIsTheSameSpan() {
        Window berlin = window(Says.on("2026-09-24", "Europe/Berlin"));
        Window paris = window(Says.on("2026-09-24", "Europe/Paris"));

        assertThat(berlin).isNotEqualTo(paris);
        assertThat(berlin.span()).isEqualTo(paris.span());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-17T07:00:00Z, America/Los_Angeles, 7",
        "2026-09-24T06:59:59Z, America/Los_Angeles, 1",
        "2026-09-24T07:00:00Z, America/Los_Angeles, 0",
        "2026-10-01T00:00:00Z, America/Los_Angeles, 0",
        "2026-03-28T00:00:00Z, UTC,               180",
        "2026-09-23T23:59:59Z, UTC,                 1",
    })
    void countsTheDaysThatAreLeftInItsZone(Instant from, ZoneId zone, int days) {
        assertThat(window(Says.on("2026-09-24", zone.getId())).daysLeft(from)).isEqualTo(days);
    }

    @Test
    void countsCalendarDaysThoughOneOfThemHasTwentyThreeHours() {
        Window window = window(Says.on("2026-03-09", "America/Los_Angeles"));

        assertThat(window.daysLeft(Instant.parse("2026-03-08T08:00:00Z"))).isEqualTo(1);
        assertThat(window.daysLeft(Instant.parse("2026-03-07T08:00:00Z"))).isEqualTo(2);
    }

    private static Window window(Effective effective) {
        return effective.window().orElseThrow();
    }
}
