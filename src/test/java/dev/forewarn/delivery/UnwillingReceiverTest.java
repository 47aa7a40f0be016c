package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers that want nothing, can't take it, or are not to be told any more, also in the middle of a backlog. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class UnwillingReceiverTest {

    private static final Duration LONGER_THAN_A_LOOK_COUNTS = Duration.ofMillis(1_500);
    private static final int BACKLOG = 10;

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void oneThatIsGoneIsDisabledAtOnceAndSentNothingMore() {
        receiver.answers("/hook", status(410));
        Subscribed subscribed = backlog();

        await().atMost(SOON).until(() -> state(subscribed).equals("disabled gone"));
        await().during(LONGER_THAN_A_LOOK_COUNTS)
                .atMost(SOON)
                .until(() -> receiver.received("/hook").size() == 1);
        assertThat(waiting(subscribed)).isEqualTo(BACKLOG - 1);
    }

    @Test
    void onceItIsPausedNothingOfABacklogInHandIsSent() {
        receiver.answers("/hook", receiver.hang());
        Subscribed subscribed = backlog();
        await().atMost(SOON).until(() -> !receiver.received("/hook").isEmpty());
        control(subscribed, "pause");

        await().atMost(SOON).until(() -> lane(subscribed, "not leased"));
        assertThat(receiver.received("/hook")).hasSize(1);
        control(subscribed, "resume");
        await().atMost(SOON).until(() -> delivered(subscribed) == BACKLOG);
    }

    @Test
    void onceItsSecretIsRotatedABacklogInHandIsSignedWithTheNewOne() {
        receiver.answers("/hook", receiver.hang());
        Subscribed subscribed = backlog();
        await().atMost(SOON).until(() -> !receiver.received("/hook").isEmpty());
        given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .contentType("application/json")
                .body("{\"overlap\": \"P1D\"}")
                .post("/v1/subscriptions/" + subscribed.publicId() + "/secret/rotate")
                .then()
                .statusCode(200);

        await().atMost(SOON).until(() -> delivered(subscribed) == BACKLOG);
        assertThat(receiver.received("/hook").stream()
                        .skip(1)
                        .map(webhook -> webhook.header("webhook-signature").split(" ").length))
                .containsOnly(2);
    }

    @Test
    void oneWhoseSecretCantBeOpenedIsToldOnceItCan() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Row row = world.rows("select secret from subscription where id = $1", subscribed.id())
                .get(0);
        Buffer sealed = Buffer.buffer(row.getBuffer("secret").getBytes());
        world.rows("update subscription set secret = $2 where id = $1", subscribed.id(), Buffer.buffer("no secret"));
        Raised notice = raise("api");

        await().atMost(SOON).until(() -> waiting(subscribed) == 1);
        await().atMost(SOON).until(() -> lane(subscribed, "not leased and next_at > now() + interval '30 seconds'"));
        world.rows("update subscription set secret = $2 where id = $1", subscribed.id(), sealed);
        world.rows("update lane set next_at = now() where subscription_id = $1", subscribed.id());
        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
    }

    @Test
    void oneThatIsOverloadedIsLeftAloneAndThenGetsAll() {
        receiver.answers("/hook", status(429), status(504));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        IntStream.range(0, BACKLOG).forEach(i -> raise("api" + i));

        await().atMost(SOON).until(() -> delivered(subscribed) == BACKLOG);
        assertThat(receiver.received("/hook")).hasSize(BACKLOG + 2);
    }

    @Test
    void deadReceiversOnAHostDoNotKeepTheOthersOnItFromBeingTold() {
        CountDownLatch gate = new CountDownLatch(1);
        List<Subscribed> dead = subscribed("/dead", 30);
        dead.forEach(each -> receiver.answers(path(each), Receiver.after(gate)));
        List<Subscribed> well = subscribed("/well", 10);
        raise("first");
        raise("second");

        await().atMost(SOON).until(() -> well.stream()
                .allMatch(each -> receiver.received(path(each)).size() == 2));
        assertThat(dead).allMatch(each -> delivered(each) == 0);
        gate.countDown();
        await().atMost(SOON).until(() -> dead.stream().allMatch(each -> delivered(each) == 2));
    }

    private List<Subscribed> subscribed(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> world.subscribesTo(provider, receiver.url(prefix + i)))
                .toList();
    }

    private static String path(Subscribed subscribed) {
        return URI.create(subscribed.url()).getPath();
    }

    /** A subscription that has much waiting, all of it due at once: one request is made, the rest is held in hand. */
    private Subscribed backlog() {
        List<Raised> raised =
                IntStream.range(0, BACKLOG).mapToObj(i -> raise("api" + i)).toList();
        Subscribed subscribed = world.subscribesTo(World.newProvider(), receiver.url("/hook"));
        for (Raised each : raised) {
            world.rows(
                    "insert into waiting values ($1, now(), $2, $3, 0)", subscribed.id(), each.position(), each.day());
        }
        // Last: as soon as it stands, it may be taken.
        world.rows("insert into lane values ($1, now())", subscribed.id());
        return subscribed;
    }

    private Raised raise(String name) {
        return world.states(provider + "/" + name + ":shutdown", farOff());
    }

    private static void control(Subscribed subscribed, String verb) {
        given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .post("/v1/subscriptions/" + subscribed.publicId() + "/" + verb)
                .then()
                .statusCode(200);
    }

    private String state(Subscribed subscribed) {
        return world.rows(
                        "select state || ' ' || coalesce(reason, '') from subscription where id = $1", subscribed.id())
                .get(0)
                .getString(0);
    }

    private long waiting(Subscribed subscribed) {
        return world.number("select count(*) from waiting where subscription_id = $1", subscribed.id());
    }

    private long delivered(Subscribed subscribed) {
        return world.number("select count(*) from delivery where subscription_id = $1 and state = 0", subscribed.id());
    }

    private boolean lane(Subscribed subscribed, String condition) {
        return world.number("select count(*) from lane where subscription_id = $1 and " + condition, subscribed.id())
                == 1;
    }
}
