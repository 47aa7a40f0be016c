package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.delivery.Capacity.Full;
import dev.forewarn.delivery.Capacity.Slot;
import dev.forewarn.subscription.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {

    private static final Instant NOW = Instant.parse("2026-09-17T00:00:00Z");
    private static final Answer TAKEN = answer(204, Duration.ZERO);
    private static final Answer FAILED = answer(500, Duration.ZERO);
    private static final Answer TIMEOUT = new Answer.Broken(Answer.Reason.TIMEOUT);

    private final Capacity capacity =
            new Capacity(DefaultSettings.but(Map.of("forewarn.delivery.max-in-flight", "18")));

    @Test
    void aSubscriptionGainsOneForEachSuccessUpToFour() {
        Target target = target(1, "a");
        Deque<Slot> slots = new ArrayDeque<>();
        for (int trusted : new int[] {1, 2, 3, 4, 4}) {
            while (capacity.full(target, NOW).isEmpty()) {
                slots.add(capacity.enter(target));
            }
            assertThat(capacity.full(target, NOW)).contains(Full.SUBSCRIPTION);
            assertThat(capacity.inFlight()).isEqualTo(trusted);
            capacity.leave(slots.remove(), TAKEN, NOW);
        }
    }

    @Test
    void aRequestThatIsLongUnansweredDoesNotLetTheRememberedGrow() {
        capacity.enter(target(0, "black-hole"));
        for (int i = 1; i <= 150_000; i++) {
            capacity.leave(capacity.enter(target(i, "a")), TAKEN, NOW);
        }
        assertThat(capacity.remembered()).isEqualTo(100_000);
        assertThat(capacity.full(target(0, "black-hole"), NOW)).contains(Full.SUBSCRIPTION);
    }

    @Test
    void aFailureTakesItsTrustAway() {
        Target target = target(1, "a");
        answered(target, TAKEN);
        answered(target, TAKEN);
        answered(target, FAILED);

        assertThat(entered(target)).isPresent();
        assertThat(capacity.full(target, NOW)).contains(Full.SUBSCRIPTION);
    }

    @Test
    void aHostHasSixteenAndTheOthersTheirOwn() {
        List<Slot> slots = fill("a", 16);

        assertThat(capacity.full(target(17, "a"), NOW)).contains(Full.HOST);
        assertThat(capacity.full(target(17, "b"), NOW)).isEmpty();
        capacity.leave(slots.get(0), FAILED, NOW);
        assertThat(capacity.full(target(18, "a"), NOW)).isEmpty();
    }

    @Test
    void allTogetherAreBounded() {
        List<Slot> slots = IntStream.rangeClosed(1, 18)
                .mapToObj(id -> entered(target(id, "host" + id)).orElseThrow())
                .toList();

        assertThat(capacity.hasRoom()).isFalse();
        assertThat(capacity.full(target(19, "other"), NOW)).contains(Full.ALL);
        capacity.leave(slots.get(0), TAKEN, NOW);
        assertThat(capacity.inFlight()).isEqualTo(17);
        assertThat(capacity.full(target(19, "other"), NOW)).isEmpty();
    }

    @Test
    void aRequestThatIsUnansweredForLongLeavesItsHostToTheOthers() {
        List<Slot> slots = fill("a", 16);
        assertThat(capacity.lag(slots.get(0))).isTrue();

        assertThat(entered(target(17, "a"))).isPresent();
        assertThat(capacity.full(target(18, "a"), NOW)).contains(Full.HOST);
        capacity.leave(slots.get(0), TIMEOUT, NOW);
        assertThat(capacity.full(target(18, "a"), NOW)).contains(Full.HOST);
    }

    @Test
    void noMoreThanTheAllowanceAreSetApart() {
        Capacity few = new Capacity(DefaultSettings.but(Map.of("forewarn.delivery.max-slow-per-host", "1")));
        Slot first = few.enter(target(1, "a"));
        Slot second = few.enter(target(2, "a"));

        assertThat(few.lag(first)).isTrue();
        assertThat(few.lag(second)).isFalse();
        few.leave(first, TIMEOUT, NOW);
        few.leave(second, TIMEOUT, NOW);
        assertThat(few.inFlight()).isZero();
        assertThat(few.lag(few.enter(target(3, "a")))).isTrue();
    }

    @Test
    void aSubscriptionStartsNoOtherUntilItsSlowRequestEnds() {
        Target target = target(1, "a");
        answered(target, TAKEN);
        Slot slow = entered(target).orElseThrow();
        assertThat(capacity.full(target, NOW)).isEmpty();
        capacity.lag(slow);

        assertThat(capacity.full(target, NOW)).contains(Full.SUBSCRIPTION);
        capacity.leave(slow, TAKEN, NOW);
        assertThat(capacity.full(target, NOW)).isEmpty();
    }

    @Test
    void thoseThatDidNotAnswerGetOnlyHalfOfAll() {
        for (int id = 1; id <= 18; id++) {
            Slot slot = entered(target(id, "host" + id)).orElseThrow();
            capacity.lag(slot);
            capacity.leave(slot, TIMEOUT, NOW);
        }
        fill("host", 9);

        assertThat(capacity.full(target(10, "host10"), NOW)).contains(Full.SUBSCRIPTION);
        assertThat(capacity.full(target(100, "host100"), NOW)).isEmpty();
        answered(target(101, "host101"), TAKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 504})
    void oneThatSaysItIsOverloadedIsLeftAloneForLongerEachTime(int status) {
        Target target = target(1, "a");
        answered(target, answer(status, Duration.ZERO));
        assertThat(capacity.full(target, NOW.plusMillis(999))).contains(Full.SUBSCRIPTION);
        assertThat(capacity.full(target, NOW.plusMillis(1000))).isEmpty();

        answered(target, answer(status, Duration.ZERO), NOW.plusSeconds(1));
        assertThat(capacity.full(target, NOW.plusMillis(2999))).contains(Full.SUBSCRIPTION);
        assertThat(capacity.full(target, NOW.plusMillis(3000))).isEmpty();
        answered(target, TAKEN, NOW.plusSeconds(3));
        assertThat(capacity.full(target, NOW.plusSeconds(3))).isEmpty();
    }

    @Test
    void oneThatAsksToBeLeftAloneIsForAsLongAsItSaysButNoLongerThanAMinute() {
        answered(target(1, "a"), answer(429, Duration.ofSeconds(7)));
        answered(target(2, "a"), answer(429, Duration.ofHours(7)));

        assertThat(capacity.full(target(1, "a"), NOW.plusMillis(6999))).contains(Full.SUBSCRIPTION);
        assertThat(capacity.full(target(1, "a"), NOW.plusSeconds(7))).isEmpty();
        assertThat(capacity.full(target(2, "a"), NOW.plusSeconds(59))).contains(Full.SUBSCRIPTION);
        assertThat(capacity.full(target(2, "a"), NOW.plusSeconds(60))).isEmpty();
    }

    private List<Slot> fill(String host, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> entered(target(id, host)).orElseThrow())
                .toList();
    }

    private Optional<Slot> entered(Target target) {
        return capacity.full(target, NOW).isEmpty() ? Optional.of(capacity.enter(target)) : Optional.empty();
    }

    private void answered(Target target, Answer answer) {
        answered(target, answer, NOW);
    }

    private void answered(Target target, Answer answer, Instant now) {
        assertThat(capacity.full(target, now)).isEmpty();
        capacity.leave(capacity.enter(target), answer, now);
    }

    private static Answer answer(int status, Duration wish) {
        return new Answer.Status(status, "", Optional.of(wish).filter(any -> !any.isZero()));
    }

    private static Target target(long id, String host) {
        URI url = URI.create("https://" + host + "/");
        return new Target(id, "sub_" + id, url, "https://" + host + ":443", List.of());
    }
}
