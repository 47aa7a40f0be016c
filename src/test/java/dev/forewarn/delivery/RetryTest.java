package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class RetryTest {

    private static final String BOTH =
            "select count(*) from waiting w join delivery d using (subscription_id, position) where subscription_id = $1";

    @Inject
    World world;

    @Inject
    Retries retries;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void whatFailedIsSentAgainUnderItsIdAndItsAttemptsGoOn() {
        receiver.answers("/hook", status(500), status(500), status(500));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.FAILED);

        JsonPath retried = retry(subscribed, notice);
        assertThat(retried.getString("id")).isEqualTo(id(subscribed, notice));
        await().atMost(SOON).until(() -> attempts(subscribed, notice) == 4);
        JsonPath read = Calls.read("/v1/deliveries/" + id(subscribed, notice));
        assertThat(read.getString("state")).isEqualTo("delivered");
        assertThat(read.<Integer>getList("attempts.status")).containsExactly(500, 500, 500, 204);
        assertThat(receiver.received("/hook"))
                .hasSize(4)
                .extracting(each -> each.header("webhook-id"))
                .containsOnly(notice.id());
        assertThat(world.number("select count(*) from waiting where subscription_id = $1", subscribed.id()))
                .isZero();
    }

    @Test
    void oneMoreAttemptIsMadeThoughAllAreUsedUp() {
        receiver.answers("/hook", status(500), status(500), status(500), status(501));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        retry(subscribed, notice);

        await().atMost(SOON).until(() -> attempts(subscribed, notice) == 4);
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.FAILED);
        assertThat(receiver.received("/hook")).hasSize(4);
    }

    @Test
    void whatArrivedIsSentAgain() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        retry(subscribed, notice);

        await().atMost(SOON).until(() -> attempts(subscribed, notice) == 2);
        assertThat(receiver.received("/hook")).hasSize(2);
        assertThat(Calls.read("/v1/deliveries/" + id(subscribed, notice)).<Integer>getList("attempts.status"))
                .containsExactly(204, 204);
    }

    @Test
    void whatWaitsForLongIsDueNow() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        waitsForLong(subscribed, notice);
        release(subscribed);
        retry(subscribed, notice);

        await().atMost(SOON).until(() -> attempts(subscribed, notice) == 2);
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
    }

    @Test
    void whatWaitsForLongBehindWhatIsBeingSentIsNextInItsLane() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        waitsForLong(subscribed, notice);
        retry(subscribed, notice);

        assertThat(world.number(
                        "select count(*) from waiting where subscription_id = $1 and due_at <= now()", subscribed.id()))
                .isEqualTo(1);
        assertThat(receiver.received("/hook")).hasSize(1);
        release(subscribed);
        world.rows("update lane set next_at = now() where subscription_id = $1", subscribed.id());
        await().atMost(SOON).until(() -> attempts(subscribed, notice) == 2);
    }

    /** For an hour, after one attempt, in a lane that somebody has leased. */
    private void waitsForLong(Subscribed subscribed, Raised notice) {
        world.ended(subscribed, notice);
        world.rows("delete from delivery where subscription_id = $1", subscribed.id());
        world.rows(
                "insert into lane values ($1, now() + interval '1 hour', 1000, true)"
                        + " on conflict (subscription_id) do update set next_at = excluded.next_at, leased = true",
                subscribed.id());
        world.rows(
                "insert into waiting (subscription_id, due_at, position, day, attempts)"
                        + " values ($1, now() + interval '1 hour', $2, $3, 1)",
                subscribed.id(),
                notice.position(),
                notice.day());
    }

    private void release(Subscribed subscribed) {
        world.rows("update lane set leased = false where subscription_id = $1", subscribed.id());
    }

    @Test
    void whatIsBeingSentStaysAsItIs() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answers("/hook", status(500), Receiver.after(gate));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        await().atMost(SOON).until(() -> receiver.received("/hook").size() == 2);
        Row before = waiting(subscribed);
        retry(subscribed, notice);

        assertThat(waiting(subscribed).getOffsetDateTime("due_at")).isEqualTo(before.getOffsetDateTime("due_at"));
        gate.countDown();
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        assertThat(receiver.received("/hook")).hasSize(2);
    }

    @Test
    void whatIsSupersededIsNotSentAgain() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        world.states(provider + "/api:shutdown", farOff().plusDays(1));

        assertThat(conflict(subscribed, notice)).contains("superseded");
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
    }

    @Test
    void whatIsOfNoUseAnyMoreIsNotSentAgain() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        world.rows("update notice set deadline = now() - interval '1 hour' where position = $1", notice.position());

        assertThat(conflict(subscribed, notice)).contains("deadline");
    }

    @Test
    void nothingIsSentAgainToASubscriptionThatRests() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        world.rows("update subscription set state = 'paused' where id = $1", subscribed.id());

        assertThat(conflict(subscribed, notice)).contains("paused");
    }

    @Test
    void manyRetriesAtOnceLeaveOneDeliveryInOnePlace() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        List<CompletableFuture<DeliveryDetail>> all = IntStream.range(0, 60)
                .mapToObj(i ->
                        retries.retry(id(subscribed, notice), Optional.empty()).subscribeAsCompletionStage())
                .toList();
        await().atMost(SOON).until(() -> {
            assertThat(world.number(BOTH, subscribed.id())).isZero();
            return all.stream().allMatch(CompletableFuture::isDone);
        });

        assertThat(all).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        await().atMost(SOON)
                .until(() -> attempts(subscribed, notice)
                        == receiver.received("/hook").size());
        assertThat(world.number(BOTH, subscribed.id())).isZero();
    }

    private JsonPath retry(Subscribed subscribed, Raised notice) {
        return Calls.post("/v1/deliveries/" + id(subscribed, notice) + "/retry")
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    private String conflict(Subscribed subscribed, Raised notice) {
        return Calls.problem(Calls.post("/v1/deliveries/" + id(subscribed, notice) + "/retry"), 409);
    }

    private Row waiting(Subscribed subscribed) {
        return world.rows("select * from waiting where subscription_id = $1", subscribed.id())
                .get(0);
    }

    private int attempts(Subscribed subscribed, Raised notice) {
        return world.delivery(subscribed, notice)
                .map(row -> row.getInteger("attempts"))
                .orElse(0);
    }

    private static String id(Subscribed subscribed, Raised notice) {
        return new DeliveryId(subscribed.id(), notice.position(), notice.day()).toString();
    }
}
