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
        receiver.answers("/hook", status(503, "Retry-After", "3600"));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.waits(subscribed, notice);
        await().atMost(SOON)
                .until(() -> world.number(
                                "select count(*) from lane where subscription_id = $1 and not leased", subscribed.id())
                        == 1);
        retry(subscribed, notice);

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
    }

    @Test
    void whatWaitsForLongBehindWhatIsBeingSentIsNextInItsLane() {
        receiver.answers("/hook", status(503, "Retry-After", "3600"));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.waits(subscribed, notice);
        leased(subscribed, "1 hour");
        retry(subscribed, notice);

        assertThat(world.number(
                        "select count(*) from waiting where subscription_id = $1 and due_at <= now()", subscribed.id()))
                .isEqualTo(1);
        leased(subscribed, "-1 second");
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
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

    private void leased(Subscribed subscribed, String left) {
        world.rows(
                "update lane set leased = true, claim = claim + 1, next_at = now() + $2::text::interval"
                        + " where subscription_id = $1",
                subscribed.id(),
                left);
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
