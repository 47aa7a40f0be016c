package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Health.Failure;
import dev.forewarn.subscription.Made.One;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class HealthTest {

    private static final Instant FIRST = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration LONG = Duration.ofDays(5);

    @Inject
    Health health;

    @Inject
    Made made;

    @Inject
    MeterRegistry meters;

    private One one;

    @BeforeEach
    void subscribed() {
        one = made.subscription(0, "https://receiver.invalid/", "active");
    }

    @Test
    void afterFiveDaysOfNothingButFailuresItIsDisabled() {
        double before = entered("disabled");

        fails(1, Duration.ZERO);
        fails(2, Duration.ofDays(1));
        fails(3, LONG.minusMinutes(20));
        assertThat(made.state(one)).isEqualTo("failing");
        fails(3, LONG);

        assertThat(made.state(one)).isEqualTo("disabled");
        assertThat(made.row(one).getString("reason")).isEqualTo("failing");
        assertThat(entered("disabled")).isEqualTo(before + 1);
    }

    @Test
    void atHalfOfThatTimeItIsFailing() {
        double before = entered("failing");

        fails(1, Duration.ZERO);
        fails(2, LONG.dividedBy(2).minusMinutes(20));
        assertThat(made.state(one)).isEqualTo("active");
        fails(3, LONG.dividedBy(2));
        fails(4, LONG.dividedBy(2).plusHours(1));

        assertThat(made.state(one)).isEqualTo("failing");
        assertThat(made.row(one).getString("reason")).isNull();
        assertThat(entered("failing")).isEqualTo(before + 1);
    }

    @Test
    void fewerThanThreeDeliveriesDisableNobody() {
        fails(1, Duration.ZERO);
        fails(2, LONG);
        fails(1, LONG.multipliedBy(2));
        assertThat(made.state(one)).isEqualTo("failing");

        fails(3, LONG.multipliedBy(2).plusSeconds(1));
        assertThat(made.state(one)).isEqualTo("disabled");
    }

    @Test
    void manyFailuresOfOneHourDisableNobody() {
        health.failed(IntStream.range(0, 500)
                        .mapToObj(i -> new Failure(one.id(), i, FIRST.plusSeconds(i)))
                        .toList())
                .await()
                .atMost(Made.AT_MOST);

        assertThat(made.state(one)).isEqualTo("active");
        assertThat(made.number("select cardinality(positions) from trouble where subscription_id = $1", one.id()))
                .isEqualTo(3);
    }

    @Test
    void oneSuccessClearsIt() {
        fails(1, Duration.ZERO);
        fails(2, LONG.dividedBy(2));
        assertThat(made.state(one)).isEqualTo("failing");

        succeeds();
        assertThat(made.state(one)).isEqualTo("active");
        assertThat(troubles()).isZero();

        fails(3, LONG);
        fails(4, LONG.plusDays(2));
        assertThat(made.state(one)).as("counted anew").isEqualTo("active");
    }

    @Test
    void aSuccessWithoutTroubleChangesNothing() {
        String version = version();

        succeeds();

        assertThat(version()).isEqualTo(version);
    }

    @Test
    void whatIsNotSentToIsNotJudged() {
        for (String state : List.of("unverified", "paused", "disabled")) {
            One other = made.subscription(0, "https://receiver.invalid/", state);
            health.failed(List.of(
                            new Failure(other.id(), 1, FIRST),
                            new Failure(other.id(), 2, FIRST.plus(LONG)),
                            new Failure(other.id(), 3, FIRST.plus(LONG))))
                    .await()
                    .atMost(Made.AT_MOST);
            assertThat(made.state(other)).isEqualTo(state);
            assertThat(made.number("select count(*) from trouble where subscription_id = $1", other.id()))
                    .isZero();
        }
    }

    @Test
    void oneThatIsGoneIsDisabledAtOnce() {
        health.gone(List.of(one.id())).await().atMost(Made.AT_MOST);

        assertThat(made.state(one)).isEqualTo("disabled");
        assertThat(made.row(one).getString("reason")).isEqualTo("gone");

        made.rows("update subscription set reason = 'failing' where id = $1", one.id());
        health.gone(List.of(one.id())).await().atMost(Made.AT_MOST);
        assertThat(made.row(one).getString("reason")).isEqualTo("failing");
    }

    @Test
    void anOldUrlThatIsGoneDoesNotDisableTheNewOne() {
        One moved = made.subscription(0, "https://other.invalid/", "unverified");

        health.gone(List.of(moved.id())).await().atMost(Made.AT_MOST);

        assertThat(made.state(moved)).isEqualTo("unverified");
    }

    @Test
    void nothingAtAllIsNoWork() {
        health.failed(List.of()).await().atMost(Made.AT_MOST);
        health.succeeded(List.of()).await().atMost(Made.AT_MOST);
        health.gone(List.of()).await().atMost(Made.AT_MOST);

        assertThat(made.state(one)).isEqualTo("active");
    }

    @Test
    void replicasDoNotLockEachOtherOut() {
        List<Long> ids = IntStream.range(0, 50)
                .mapToObj(i -> made.subscription(0, "https://receiver.invalid/", "active")
                        .id())
                .toList();
        Random random = new Random(7);
        List<Uni<Void>> batches = IntStream.range(0, 60)
                .mapToObj(i -> batch(i, shuffled(ids, random)))
                .toList();

        Uni.join().all(batches).andFailFast().await().atMost(Made.AT_MOST);

        assertThat(made.number(
                        "select count(*) from subscription where id = any($1) and state in ('active', 'failing', 'disabled')",
                        (Object) ids.toArray(Long[]::new)))
                .isEqualTo(50);
    }

    private Uni<Void> batch(int number, List<Long> ids) {
        return switch (number % 4) {
            case 0 -> health.succeeded(ids);
            case 1 -> health.gone(ids.subList(0, 2));
            default ->
                health.failed(ids.stream()
                        .map(id -> new Failure(id, number, FIRST.plus(Duration.ofDays(number))))
                        .toList());
        };
    }

    private static List<Long> shuffled(List<Long> ids, Random random) {
        List<Long> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private void fails(long position, Duration after) {
        health.failed(List.of(new Failure(one.id(), position, FIRST.plus(after))))
                .await()
                .atMost(Made.AT_MOST);
    }

    private void succeeds() {
        health.succeeded(List.of(one.id())).await().atMost(Made.AT_MOST);
    }

    private long troubles() {
        return made.number("select count(*) from trouble where subscription_id = $1", one.id());
    }

    private String version() {
        return made.rows("select xmin::text from subscription where id = $1", one.id())
                .get(0)
                .getString(0);
    }

    private double entered(String state) {
        return meters.counter(SubscriptionMetrics.CHANGES, SubscriptionMetrics.STATE, state)
                .count();
    }
}
