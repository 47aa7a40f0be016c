package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.delivery.RetryPolicy.Again;
import dev.forewarn.delivery.RetryPolicy.End;
import dev.forewarn.delivery.RetryPolicy.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private static final Instant NOW = Instant.parse("2026-09-17T00:00:00Z");
    private static final Optional<Instant> NEVER = Optional.empty();
    private static final Answer ERROR = answer(500, null);

    private final RetryPolicy policy = policy(0.5);

    @Test
    void triesTenTimesOverThreeDaysAndFails() {
        List<String> waits = new ArrayList<>();
        for (int attempts = 1; attempts <= 9; attempts++) {
            waits.add(waited(policy.after(ERROR, attempts, NOW, NEVER)).toString());
        }

        assertThat(waits).containsExactly("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H");
        assertThat(policy.after(ERROR, 10, NOW, NEVER)).isEqualTo(new End(State.FAILED));
    }

    @Test
    void leavesAFifthOfEachWaitToChance() {
        assertThat(waited(policy(0).after(ERROR, 2, NOW, NEVER))).isEqualTo(Duration.ofMinutes(4));
        assertThat(waited(policy(1).after(ERROR, 2, NOW, NEVER))).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void whatFailedInOneSecondDoesNotComeBackInOne() {
        Random chance = new Random(1);
        RetryPolicy random = new RetryPolicy(DefaultSettings.defaults(), chance::nextDouble);
        var seconds = IntStream.range(0, 10_000)
                .mapToObj(i -> waited(random.after(ERROR, 2, NOW, NEVER)).toSeconds())
                .collect(Collectors.groupingBy(second -> second, Collectors.counting()));

        assertThat(seconds.values()).allMatch(count -> count <= 500);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void waitsAsLongAsItIsToldButNoLongerThanADay(int status) {
        assertThat(waited(policy.after(answer(status, Duration.ofMinutes(7)), 1, NOW, NEVER)))
                .isEqualTo(Duration.ofMinutes(7));
        assertThat(waited(policy.after(answer(status, Duration.ofDays(30)), 1, NOW, NEVER)))
                .isEqualTo(Duration.ofHours(24));
        assertThat(waited(policy.after(answer(status, null), 1, NOW, NEVER))).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void isNotHurriedByAWishForLess(int status) {
        assertThat(waited(policy.after(answer(status, Duration.ZERO), 2, NOW, NEVER)))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 404, 410, 500, 502, 504})
    void isNotToldHowLongToWaitByOtherAnswers(int status) {
        assertThat(waited(policy.after(answer(status, Duration.ofMinutes(7)), 1, NOW, NEVER)))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void triesOnceMoreShortlyBeforeTheDeadlineAndThenExpires() {
        Instant deadline = NOW.plus(Duration.ofMinutes(10));
        Next last = policy.after(ERROR, 3, NOW, Optional.of(deadline));

        Instant lastAt = ((Again) last).at();
        assertThat(lastAt)
                .isBefore(deadline.minus(DefaultSettings.defaults().timeout()))
                .isAfter(deadline.minusSeconds(60));
        assertThat(policy.after(ERROR, 4, lastAt.plusSeconds(1), Optional.of(deadline)))
                .isEqualTo(new End(State.EXPIRED));
    }

    @Test
    void aDeadlineFarOffOrPassedChangesNoMoreThanItMust() {
        Instant far = NOW.plus(Duration.ofDays(7));

        assertThat(waited(policy.after(ERROR, 3, NOW, Optional.of(far)))).isEqualTo(Duration.ofMinutes(30));
        assertThat(policy.after(ERROR, 1, NOW, Optional.of(NOW.minusSeconds(1))))
                .isEqualTo(new End(State.EXPIRED));
        assertThat(policy.after(ERROR, 10, NOW, Optional.of(far))).isEqualTo(new End(State.FAILED));
    }

    private static Duration waited(Next next) {
        return Duration.between(NOW, ((Again) next).at());
    }

    private static RetryPolicy policy(double chance) {
        return new RetryPolicy(DefaultSettings.defaults(), () -> chance);
    }

    private static Answer answer(int status, @Nullable Duration wish) {
        return new Answer.Status(status, "", Optional.ofNullable(wish));
    }
}
