package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.delivery.Capacity.Full;
import dev.forewarn.subscription.Target;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private final Capacity capacity =
            new Capacity(DefaultSettings.but(Map.of("forewarn.delivery.max-in-flight", "18")));

    @Test
    void aSubscriptionGainsOneForEachSuccessUpToFour() {
        Target target = target(1, "a");
        for (int trusted : new int[] {1, 2, 3, 4, 4}) {
            assertThat(entered(target)).isEqualTo(trusted);
            capacity.leave(target, true);
        }
    }

    @Test
    void aFailureTakesItsTrustAway() {
        Target target = target(1, "a");
        succeed(target);
        succeed(target);
        capacity.enter(target);
        capacity.leave(target, false);

        assertThat(capacity.enter(target)).isEmpty();
        assertThat(capacity.enter(target)).contains(Full.SUBSCRIPTION);
    }

    @Test
    void aHostHasSixteenAndTheOthersTheirOwn() {
        for (int id = 1; id <= 16; id++) {
            assertThat(capacity.enter(target(id, "a"))).isEmpty();
        }

        assertThat(capacity.enter(target(17, "a"))).contains(Full.HOST);
        assertThat(capacity.enter(target(17, "b"))).isEmpty();
        capacity.leave(target(1, "a"), false);
        assertThat(capacity.enter(target(18, "a"))).isEmpty();
    }

    @Test
    void allTogetherAreBounded() {
        for (int id = 1; id <= 18; id++) {
            assertThat(capacity.hasRoom()).isTrue();
            assertThat(capacity.enter(target(id, "host" + id))).isEmpty();
        }

        assertThat(capacity.hasRoom()).isFalse();
        assertThat(capacity.enter(target(19, "other"))).contains(Full.ALL);
        capacity.leave(target(1, "host1"), true);
        assertThat(capacity.inFlight()).isEqualTo(17);
        assertThat(capacity.enter(target(19, "other"))).isEmpty();
    }

    /** Fills it up; how many are in flight then. */
    private int entered(Target target) {
        while (capacity.enter(target).isEmpty()) {
            assertThat(capacity.inFlight()).isLessThan(18);
        }
        assertThat(capacity.enter(target)).contains(Full.SUBSCRIPTION);
        return capacity.inFlight();
    }

    private void succeed(Target target) {
        assertThat(capacity.enter(target)).isEmpty();
        capacity.leave(target, true);
    }

    private static Target target(long id, String host) {
        URI url = URI.create("https://" + host + "/");
        return new Target(id, "sub_" + id, url, "https://" + host + ":443", List.of());
    }
}
