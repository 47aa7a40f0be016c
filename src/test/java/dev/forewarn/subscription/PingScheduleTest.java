package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PingScheduleTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void asksTenTimesInADay() {
        Instant at = START;
        for (int pings = 1; pings < PingSchedule.PINGS; pings++) {
            at = PingSchedule.after(pings, START, at);
        }

        assertThat(Duration.between(START, at)).isEqualTo(Duration.parse("PT23H56M5S"));
        assertThat(PingSchedule.after(PingSchedule.PINGS, START, at)).isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void asksOftenAtFirst() {
        assertThat(PingSchedule.after(1, START, START)).isEqualTo(START.plusSeconds(5));
        assertThat(PingSchedule.after(2, START, START)).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void givesTheLastOneTimeToBeAnswered() {
        Instant late = START.plus(Duration.ofDays(2));

        assertThat(PingSchedule.after(PingSchedule.PINGS, START, late)).isEqualTo(late.plusSeconds(60));
    }
}
