package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.Receiver.text;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.forewarn.delivery.Receiver.Received;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class PingTest {

    private static final String OPEN =
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and state like 'idle in transaction%'""";

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aNewSubscriptionReceivesNothingButASignedPingUntilItsReceiverSaysYes() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answers("/hook", Receiver.after(gate));
        JsonPath registered = registered("/hook");
        await().atMost(SOON).until(() -> !receiver.received("/hook").isEmpty());
        world.states(provider + "/unasked:shutdown", farOff());
        Received ping = receiver.received("/hook").get(0);

        JsonPath body = JsonPath.from(ping.text());
        assertThat(body.getString("id")).matches("png_[a-z2-7]{26}").isEqualTo(ping.header("webhook-id"));
        assertThat(body.getInt("version")).isEqualTo(1);
        assertThat(body.getString("type")).isEqualTo("ping");
        assertThat(Instant.parse(body.getString("timestamp"))).isBeforeOrEqualTo(Instant.now());
        assertThat(body.getString("data.subscription")).isEqualTo(registered.getString("id"));
        assertThatCode(() -> verify(registered.getString("secret"), ping)).doesNotThrowAnyException();
        assertThat(state(registered)).isEqualTo("unverified");
        gate.countDown();
        await().atMost(SOON).until(() -> state(registered).equals("active"));
        assertThat(receiver.received("/hook")).hasSize(1);
    }

    @Test
    void noTransactionIsOpenWhileAReceiverIsWaitedFor() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answers("/hook", Receiver.after(gate));
        JsonPath registered = registered("/hook");
        await().atMost(SOON).until(() -> !receiver.received("/hook").isEmpty());

        await().atMost(SOON).until(() -> world.number(OPEN) == 0);
        gate.countDown();
        await().atMost(SOON).until(() -> state(registered).equals("active"));
    }

    @Test
    void verifyAsksAtOnceAndTellsWhatItCameTo() {
        receiver.answers("/hook", status(500), text(418, "not yet"), status(200));
        JsonPath registered = registered("/hook");
        await().atMost(SOON).until(() -> receiver.received("/hook").size() == 1);

        JsonPath no = ask(registered, "verify");
        assertThat(no.getString("state")).isEqualTo("unverified");
        assertThat(no.getInt("attempt.status")).isEqualTo(418);
        assertThat(no.getString("attempt.response")).isEqualTo("not yet");
        assertThat(no.getString("attempt.error")).isNull();
        assertThat(no.getInt("attempt.durationMs")).isNotNegative();
        assertThat(Instant.parse(no.getString("attempt.at"))).isBeforeOrEqualTo(Instant.now());
        JsonPath yes = ask(registered, "verify");
        assertThat(yes.getString("state")).isEqualTo("active");
        assertThat(yes.getInt("attempt.status")).isEqualTo(200);
    }

    @Test
    void aPingLeavesEveryOtherStateAsItIs() {
        JsonPath registered = registered("/hook");
        await().atMost(SOON).until(() -> state(registered).equals("active"));

        for (String state : List.of("active", "failing", "paused", "disabled")) {
            world.rows("update subscription set state = $2 where public_id = $1", registered.getString("id"), state);
            assertThat(ask(registered, "ping").getString("state")).isEqualTo(state);
        }
        assertThat(receiver.received("/hook")).hasSize(5);
        receiver.answers("/hook", Receiver.nothing());
        assertThat(ask(registered, "ping").getString("attempt.error")).isEqualTo("connection_closed");
    }

    @Test
    void nobodyIsPingedForASubscriptionThatIsNotThere() {
        for (String id : List.of("sub_aaaaaaaaaaaaaaaaaaaaaaaaaa", "nonsense", "%00", "%ED%A0%80")) {
            Calls.problem(Calls.post("/v1/subscriptions/" + id + "/ping"), 404);
            Calls.problem(Calls.post("/v1/subscriptions/" + id + "/verify"), 404);
        }
    }

    private static void verify(String secret, Received ping) throws Exception {
        Map<String, List<String>> headers = Stream.of("webhook-id", "webhook-timestamp", "webhook-signature")
                .collect(Collectors.toMap(Function.identity(), name -> List.of(ping.header(name))));
        new Webhook(secret).verify(ping.text(), headers);
    }

    private JsonPath registered(String path) {
        String body = "{\"url\": \"" + receiver.url(path) + "\", \"subjects\": [\"" + provider + "/*\"]}";
        return Calls.post("/v1/subscriptions", body).statusCode(201).extract().jsonPath();
    }

    private static String state(JsonPath registered) {
        return Calls.read("/v1/subscriptions/" + registered.getString("id")).getString("state");
    }

    private static JsonPath ask(JsonPath registered, String call) {
        return Calls.post("/v1/subscriptions/" + registered.getString("id") + "/" + call)
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
