package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.nothing;
import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.Receiver.text;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.forewarn.delivery.Receiver.Received;
import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class DeliveryTest {

    private static final int ATTEMPTS = 3;

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void theSameSignedBytesArePushedAndRead() throws Exception {
        String latest = given().get("/v1/notices?after=latest").path("next");
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook?a=b%20c"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        Received webhook = receiver.received("/hook").get(0);
        assertThat(webhook.text()).isEqualTo(notice.body());
        assertThat(webhook.header("content-type")).isEqualTo("application/json");
        assertThat(webhook.header("webhook-id")).isEqualTo(notice.id());
        verify(subscribed, webhook);
        assertThat(given().get("/v1/notices/" + notice.id()).asByteArray()).isEqualTo(webhook.body());
        assertThat(given().get("/v1/notices?after=" + latest).asByteArray())
                .asString(UTF_8)
                .contains(webhook.text());
    }

    private static void verify(Subscribed subscribed, Received webhook) throws Exception {
        new Webhook(subscribed.secret())
                .verify(
                        webhook.text(),
                        Map.of(
                                "webhook-id", List.of(webhook.header("webhook-id")),
                                "webhook-timestamp", List.of(webhook.header("webhook-timestamp")),
                                "webhook-signature", List.of(webhook.header("webhook-signature"))));
    }

    @Test
    void eachAttemptHasTheSameIdAndBytesAndItsOwnTimestamp() throws Exception {
        receiver.answers("/hook", status(503, "Retry-After", "1"), status(429, "Retry-After", "1"));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        List<Received> webhooks = receiver.received("/hook");
        assertThat(webhooks).hasSize(3);
        assertThat(webhooks).extracting(each -> each.header("webhook-id")).containsOnly(notice.id());
        assertThat(webhooks).extracting(Received::text).containsOnly(notice.body());
        assertThat(webhooks)
                .extracting(each -> each.header("webhook-timestamp"))
                .doesNotHaveDuplicates();
        for (Received webhook : webhooks) {
            verify(subscribed, webhook);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 400, 404, 500})
    void whatIsNotTakenIsTriedAgainUntilTheLastRetry(int status) {
        Receiver.Reply reply = exchange -> {
            exchange.getResponseHeaders().add("Location", receiver.url("/elsewhere"));
            text(status, "not now\0").to(exchange);
        };
        receiver.answers("/hook", reply, reply, reply);
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        Row ended = world.ended(subscribed, notice);
        assertThat(State.values()[ended.getInteger("state")]).isEqualTo(State.FAILED);
        assertThat(ended.getInteger("attempts")).isEqualTo(ATTEMPTS);
        assertThat(ended.getInteger("status")).isEqualTo(status);
        assertThat(ended.getString("response")).isEqualTo("not now");
        assertThat(attempts(subscribed))
                .extracting(row -> row.getInteger("number"))
                .containsExactly(1, 2);
        assertThat(attempts(subscribed))
                .extracting(row -> row.getInteger("status"))
                .containsOnly(status);
        assertThat(receiver.received("/hook")).hasSize(ATTEMPTS);
        assertThat(receiver.received("/elsewhere")).isEmpty();
        assertThat(world.number("select count(*) from waiting where subscription_id = $1", subscribed.id()))
                .isZero();
    }

    @Test
    void aReceiverThatHangsOrDripsEndsAsATimeout() {
        receiver.answers("/hook", receiver.hang(), receiver.drip(200), receiver.hang());
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertFailed(world.ended(subscribed, notice), "timeout");
        assertThat(attempts(subscribed))
                .extracting(row -> row.getString("error"))
                .containsOnly("timeout");
    }

    @Test
    void aReceiverThatClosesTheConnectionIsTriedAgain() {
        receiver.answers("/hook", nothing(), nothing(), nothing());
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertFailed(world.ended(subscribed, notice), "connection_closed");
    }

    @Test
    void aReceiverThatIsNotThereIsTriedAgain() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Subscribed subscribed = world.subscribesTo(provider, "http://127.0.0.1:" + port + "/");
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertFailed(world.ended(subscribed, notice), "connection_refused");
    }

    @Test
    void anAddressThatIsNotAllowedIsNotConnectedToAndNotNamed() {
        Subscribed subscribed = world.subscribesTo(provider, "http://10.1.2.3:8080/");
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        Row ended = world.ended(subscribed, notice);
        assertFailed(ended, "blocked_address");
        assertThat(ended.getString("response")).isNull();
    }

    @Test
    void noMoreThanSixtyFourKibibytesOfAnAnswerAreReadAndOneIsKept() {
        String much = "é".repeat(200_000);
        receiver.answers("/full", text(500, much), text(500, much), text(200, much));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/full"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        assertThat(attempts(subscribed))
                .extracting(row -> row.getString("response"))
                .containsOnly("é".repeat(512));
    }

    @Test
    void aSlowReceiverDoesNotHoldUpAnother() {
        receiver.answers("/slow", receiver.hang(), receiver.hang(), receiver.hang());
        Subscribed slow = world.subscribesTo(provider, receiver.url("/slow"));
        Subscribed quick = world.subscribesTo(provider, receiver.url("/quick"));
        world.states(provider + "/api:shutdown", farOff());
        for (int i = 0; i < 20; i++) {
            world.states(provider + "/other" + i + ":shutdown", farOff());
        }

        await().atMost(SOON).until(() -> receiver.received("/quick").size() == 21);
        await().atMost(Duration.ofSeconds(30)).until(() -> delivered(slow) + delivered(quick) >= 41);
        assertThat(receiver.received("/quick"))
                .extracting(each -> each.header("webhook-id"))
                .doesNotHaveDuplicates();
    }

    private long delivered(Subscribed subscribed) {
        return world.number("select count(*) from delivery where subscription_id = $1 and state = 0", subscribed.id());
    }

    private static void assertFailed(Row ended, String error) {
        assertThat(State.values()[ended.getInteger("state")]).isEqualTo(State.FAILED);
        assertThat(ended.getString("error")).isEqualTo(error);
        assertThat(ended.getInteger("attempts")).isEqualTo(ATTEMPTS);
    }

    private List<Row> attempts(Subscribed subscribed) {
        return world.rows("select * from attempt where subscription_id = $1 order by number", subscribed.id());
    }
}
