package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.LaneStore.Held;
import dev.forewarn.delivery.LaneStore.Release;
import dev.forewarn.delivery.LaneStore.Served;
import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Target;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class LaneTest {

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    @Inject
    World world;

    @Inject
    LaneStore store;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void anExpiredLeaseIsTakenOverAndALiveOneIsNot() {
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        Subscribed expired = waiting("/expired", notice, 7, Duration.ofSeconds(-1));
        Subscribed live = waiting("/live", notice, 7, Duration.ofHours(1));

        assertThat(world.endState(expired, notice)).isEqualTo(State.DELIVERED);
        await().atMost(SOON).until(() -> lane(expired, "not leased and next_at is null and claim = 8"));
        assertThat(receiver.received("/expired")).hasSize(1);
        assertThat(receiver.received("/live")).isEmpty();
        assertThat(lane(live, "leased and claim = 7")).isTrue();
    }

    @Test
    void outcomesAndReleasesUnderALostClaimAreNotWritten() {
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        Subscribed subscribed = waiting("/hook", notice, 7, Duration.ofHours(1));
        Instant dueAt = world.rows("select due_at from waiting where subscription_id = $1", subscribed.id())
                .get(0)
                .getOffsetDateTime(0)
                .toInstant();

        store.settle(List.of(delivered(subscribed, notice, 6, dueAt))).await().atMost(SOON);
        store.release(List.of(new Release(new Held(subscribed.id(), 6), Instant.EPOCH)))
                .await()
                .atMost(SOON);
        assertThat(world.delivery(subscribed, notice)).isEmpty();
        assertThat(lane(subscribed, "leased and claim = 7")).isTrue();
        assertThat(waitingRows(subscribed)).isEqualTo(1);

        store.settle(List.of(delivered(subscribed, notice, 7, dueAt))).await().atMost(SOON);
        store.release(List.of(new Release(new Held(subscribed.id(), 7), Instant.EPOCH)))
                .await()
                .atMost(SOON);
        assertThat(world.delivery(subscribed, notice)).isPresent();
        assertThat(lane(subscribed, "not leased and next_at is null")).isTrue();
        assertThat(waitingRows(subscribed)).isZero();
    }

    @Test
    void whatWaitsForASubscriptionThatIsPausedIsKeptAndCostsLittle() {
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        Subscribed paused = waiting("/hook", notice, 0, Duration.ofHours(1));
        world.rows("update subscription set state = 'paused' where id = $1", paused.id());
        world.rows("update lane set next_at = now() where subscription_id = $1", paused.id());

        await().atMost(SOON).until(() -> lane(paused, "claim > 0 and not leased"));
        await().during(A_WHILE).atMost(SOON).until(() -> lane(paused, "claim < 3"));
        assertThat(waitingRows(paused)).isEqualTo(1);
        world.rows("update subscription set state = 'active' where id = $1", paused.id());
        world.rows("update lane set next_at = now() where subscription_id = $1", paused.id());
        assertThat(world.endState(paused, notice)).isEqualTo(State.DELIVERED);
    }

    private static final String LANES = "select count(*) from lane where subscription_id = $1";

    @Test
    void whatWaitsForASubscriptionThatIsGoneIsForgotten() {
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        Subscribed gone = waiting("/hook", notice, 0, Duration.ofHours(1));
        world.rows("delete from subscription where id = $1", gone.id());
        world.rows("update lane set next_at = now() where subscription_id = $1", gone.id());

        await().atMost(SOON).until(() -> world.number(LANES, gone.id()) == 0);
        assertThat(waitingRows(gone)).isZero();
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void whatWaitsGoesToTheUrlThatWasGivenMeanwhile() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answers("/old", Receiver.after(gate));
        try (Receiver other = new Receiver()) {
            Subscribed subscribed = world.subscribesTo(provider, receiver.url("/old"));
            world.states(provider + "/first:shutdown", farOff());
            await().atMost(SOON).until(() -> !receiver.received("/old").isEmpty());
            world.rows("update subscription set url = $2 where id = $1", subscribed.id(), other.url("/new"));
            Raised second = world.states(provider + "/second:shutdown", farOff());
            // Its lane waits for the request to the old address to end.
            await().atMost(SOON).until(() -> lane(subscribed, "leased"));
            gate.countDown();

            assertThat(world.endState(subscribed, second)).isEqualTo(State.DELIVERED);
            assertThat(other.received("/new")).hasSize(1);
        }
    }

    @Test
    void aBacklogIsSentInFullWithoutOneSentTwice() {
        receiver.answers("/hook", status(500));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        for (int i = 0; i < 150; i++) {
            world.states(provider + "/api" + i + ":shutdown", farOff());
        }

        String delivered = "select count(*) from delivery where subscription_id = $1 and state = 0";
        await().atMost(SOON).until(() -> world.number(delivered, subscribed.id()) == 150);
        assertThat(receiver.received("/hook")).hasSize(151);
        assertThat(waitingRows(subscribed)).isZero();
    }

    /** A subscription with the notice in its queue, whose lane somebody has leased. */
    private Subscribed waiting(String path, Raised notice, int claim, Duration lease) {
        Subscribed subscribed =
                world.subscribes(receiver.url(path), "\"subjects\": [\"" + World.newProvider() + "/*\"]");
        world.rows(
                "insert into waiting values ($1, now(), $2, $3, 0)", subscribed.id(), notice.position(), notice.day());
        // Last: as soon as it stands, it may be taken.
        world.rows(
                "insert into lane values ($1, $2, $3, true)",
                subscribed.id(),
                Instant.now().plus(lease).atOffset(ZoneOffset.UTC),
                claim);
        return subscribed;
    }

    private boolean lane(Subscribed subscribed, String condition) {
        return world.number("select count(*) from lane where subscription_id = $1 and " + condition, subscribed.id())
                == 1;
    }

    private long waitingRows(Subscribed subscribed) {
        return world.number("select count(*) from waiting where subscription_id = $1", subscribed.id());
    }

    private static Served delivered(Subscribed subscribed, Raised notice, int claim, Instant dueAt) {
        Target target = new Target(subscribed.id(), subscribed.publicId(), URI.create(subscribed.url()), "", List.of());
        Job.Message message = new Job.Message(
                notice.position(),
                notice.id(),
                Buffer.buffer(notice.body()),
                notice.day(),
                Optional.empty(),
                Optional.empty(),
                notice.raisedAt());
        Job job =
                new Job(target, message, Tries.NONE, Instant.now(), Instant.now(), Instant.MAX, new FanoutTest.NoRun());
        Outcome outcome = new Outcome.Ended(State.DELIVERED, 1, Optional.empty(), Instant.now());
        return new Served(new Settled(job, outcome, claim, () -> {}), dueAt);
    }
}
