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
            waits.add(waited(policy.after(ERROR, made(attempts), NOW, NEVER)).toString());
        }

        assertThat(waits).containsExactly("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H");
        assertThat(policy.after(ERROR, made(10), NOW, NEVER)).isEqualTo(new End(State.FAILED));
    }

    @Test
    void leavesAFifthOfEachWaitToChance() {
        assertThat(waited(policy(0).after(ERROR, made(2), NOW, NEVER))).isEqualTo(Duration.ofMinutes(4));
        assertThat(waited(policy(1).after(ERROR, made(2), NOW, NEVER))).isEqualTo(Duration.ofMinutes(6));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void waitsAsLongAsItIsToldButNoLongerThanADay(int status) {
        for (Duration told : List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(7))) {
            assertThat(waited(policy.after(answer(status, told), made(1), NOW, NEVER)))
                    .isEqualTo(told);
        }
        assertThat(waited(policy.after(answer(status, Duration.ofDays(30)), made(1), NOW, NEVER)))
                .isEqualTo(Duration.ofHours(24));
        assertThat(waited(policy.after(answer(status, null), made(1), NOW, NEVER)))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aReceiverThatAsksToBeTriedSoonerUsesUpNoneOfTheSchedule() {
        Again told = (Again) policy.after(answer(503, Duration.ofMinutes(1)), made(9), NOW, NEVER);
        assertThat(told.tries()).isEqualTo(new Tries(9, 1, false));

        Again scheduled = (Again) policy.after(ERROR, told.tries().oneMore(), told.at(), NEVER);
        assertThat(scheduled.at()).isEqualTo(told.at().plus(Duration.ofHours(24)));
        assertThat(policy.after(ERROR, scheduled.tries().oneMore(), NOW, NEVER)).isEqualTo(new End(State.FAILED));
    }

    @Test
    void noReceiverCanAskForAttemptsWithoutEnd() {
        Next next = new Again(NOW, Tries.NONE, NEVER);
        int attempts = 0;
        while (next instanceof Again again) {
            attempts++;
            next = policy.after(
                    answer(429, Duration.ofSeconds(1)), again.tries().oneMore(), NOW, NEVER);
        }

        assertThat(next).isEqualTo(new End(State.FAILED));
        assertThat(attempts).isEqualTo(110);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aWishForNoWaitAtAllIsNotObeyed(int status) {
        assertThat(waited(policy.after(answer(status, Duration.ZERO), made(2), NOW, NEVER)))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 404, 500, 502, 504})
    void isNotToldHowLongToWaitByOtherAnswers(int status) {
        assertThat(waited(policy.after(answer(status, Duration.ofMinutes(7)), made(1), NOW, NEVER)))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void oneThatIsGoneIsNotTriedAgain() {
        assertThat(policy.after(answer(410, null), made(1), NOW, NEVER)).isEqualTo(new End(State.FAILED));
    }

    @Test
    void triesOnceMoreShortlyBeforeTheDeadlineAndThenExpires() {
        Instant deadline = NOW.plus(Duration.ofMinutes(10));
        Again last = (Again) policy.after(ERROR, made(3), NOW, Optional.of(deadline));

        assertThat(last.at())
                .isBefore(deadline.minus(DefaultSettings.defaults().timeout()))
                .isAfter(deadline.minusSeconds(60));
        assertThat(last.latest()).contains(last.at());
        // However early it is made, so that others are not made at the same time.
        assertThat(policy.after(ERROR, last.tries().oneMore(), NOW.plusSeconds(60), Optional.of(deadline)))
                .isEqualTo(new End(State.EXPIRED));
    }

    @Test
    void evenALateLastAttemptIsBegunBeforeTheDeadline() {
        Instant deadline = NOW.plusSeconds(3);
        Again last = (Again) policy.after(ERROR, made(1), NOW, Optional.of(deadline));

        assertThat(last.at()).isEqualTo(NOW.plusSeconds(1));
        assertThat(last.tries().last()).isTrue();
        assertThat(policy.after(ERROR, made(1), NOW, Optional.of(NOW.plusSeconds(1))))
                .isEqualTo(new End(State.EXPIRED));
    }

    @Test
    void aDeadlineFarOffOrPassedChangesNoMoreThanItMust() {
        Instant far = NOW.plus(Duration.ofDays(7));

        assertThat(waited(policy.after(ERROR, made(3), NOW, Optional.of(far)))).isEqualTo(Duration.ofMinutes(30));
        assertThat(policy.after(ERROR, made(1), NOW, Optional.of(NOW.minusSeconds(1))))
                .isEqualTo(new End(State.EXPIRED));
        assertThat(policy.after(ERROR, made(10), NOW, Optional.of(far))).isEqualTo(new End(State.FAILED));
    }

    private static Tries made(int attempts) {
        return new Tries(attempts, 0, false);
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
