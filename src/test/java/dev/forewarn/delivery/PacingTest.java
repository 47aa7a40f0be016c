package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.delivery.RetryPolicy.Again;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacingTest {

    private static final Instant NOW = Instant.parse("2026-09-17T00:00:00Z");
    private static final int HERD = 10_000;

    private final Random random = new Random(20260924);
    private final Pacing pacing = new Pacing(random::nextInt);

    @Test
    void fewAreWhereTheyShouldBe() {
        for (int i = 0; i < 50; i++) {
            assertThat(pacing.book(NOW.plusMillis(5_123), Optional.empty(), NOW))
                    .isEqualTo(NOW.plusMillis(5_123));
        }
        assertThat(pacing.book(NOW.plusMillis(5_123), Optional.empty(), NOW))
                .isBetween(NOW.plusMillis(6_000), NOW.plusMillis(6_999));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void tenThousandThatFailedInOneSecondDoNotReturnInOneSecond(int attempts) {
        RetryPolicy policy = new RetryPolicy(DefaultSettings.defaults(), random::nextDouble);
        List<Instant> returns = new ArrayList<>();
        for (int i = 0; i < HERD; i++) {
            Instant failed = NOW.plusNanos(i * 100_000L);
            Answer error = new Answer.Status(500, "", Optional.empty());
            Again again = (Again) policy.after(error, new Tries(attempts, 0, false), failed, Optional.empty());
            returns.add(pacing.book(again.at(), again.latest(), failed));
        }

        assertSpread(returns);
    }

    @Test
    void thoseThatWereToldTheSameTimeDoNotReturnTogether() {
        List<Instant> returns = new ArrayList<>();
        for (int i = 0; i < HERD; i++) {
            returns.add(pacing.book(NOW.plusSeconds(60), Optional.empty(), NOW));
        }

        assertSpread(returns);
        assertThat(returns).allMatch(at -> !at.isBefore(NOW.plusSeconds(60)));
    }

    @Test
    void lastAttemptsBeforeOneDeadlineAreMadeOneAfterTheOtherAndNoneTooLate() {
        Instant latest = NOW.plusSeconds(600);
        List<Instant> returns = new ArrayList<>();
        for (int i = 0; i < HERD; i++) {
            returns.add(pacing.book(latest, Optional.of(latest), NOW));
        }

        assertSpread(returns);
        assertThat(returns).allMatch(at -> at.isAfter(NOW) && at.isBefore(latest.plusSeconds(1)));
    }

    @Test
    void whatHasNoRoomAnywhereIsNotLate() {
        Instant latest = NOW.plusSeconds(2);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pacing.book(latest, Optional.of(latest), NOW)).isBefore(latest.plusSeconds(1));
        }
    }

    @Test
    void whatHasPassedTakesNoRoom() {
        for (int i = 0; i < 50; i++) {
            pacing.book(NOW.plusSeconds(5), Optional.empty(), NOW);
        }
        // A clock that was set back.
        assertThat(pacing.book(NOW.plusSeconds(5), Optional.empty(), NOW.plusSeconds(6)))
                .isEqualTo(NOW.plusSeconds(5));
    }

    private static void assertSpread(List<Instant> returns) {
        Map<Long, Long> seconds =
                returns.stream().collect(Collectors.groupingBy(Instant::getEpochSecond, Collectors.counting()));
        assertThat(seconds.values()).allMatch(count -> count <= HERD / 20);
    }
}
