package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.standardwebhooks.Webhook;
import dev.forewarn.delivery.Receiver.Received;
import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class FormatTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aCloudEventIsSignedAndReadByItsSdk() throws Exception {
        Subscribed subscribed = subscribes("/hook", "cloudevents");
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        Received webhook = receiver.received("/hook").get(0);
        verify(subscribed.secret(), webhook);
        JsonNode standard = JSON.readTree(notice.body());
        CloudEvent event = event(webhook);
        assertThat(event.getId()).isEqualTo(notice.id()).isEqualTo(webhook.header("webhook-id"));
        assertThat(event.getType()).isEqualTo("dev.forewarn.cutoff.announced.v1");
        assertThat(standard.at("/data/cutoff/links/self").asText())
                .isEqualTo(event.getSource() + "/v1/cutoffs/"
                        + standard.at("/data/cutoff/id").asText());
        assertThat(event.getSubject()).isEqualTo(provider + "/api");
        assertThat(event.getTime())
                .isEqualTo(OffsetDateTime.parse(standard.path("timestamp").asText()));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(JSON.readTree(data(event))).isEqualTo(standard.path("data"));
        assertThat(webhook.header("ce-specversion")).isEqualTo("1.0");
    }

    @Test
    void aSlackMessageIsWithinWhatSlackTakes() throws Exception {
        Subscribed subscribed = subscribes("/hook", "slack");
        world.states(provider + "/api:shutdown", farOff());
        Raised notice = world.states(provider + "/api:shutdown", farOff().plusDays(1));

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        Received webhook = receiver.received("/hook").stream()
                .filter(each -> each.header("webhook-id").equals(notice.id()))
                .findFirst()
                .orElseThrow();
        verify(subscribed.secret(), webhook);
        JsonNode message = JSON.readTree(webhook.body());
        SlackLimits.check(message);
        assertThat(webhook.header("content-type")).isEqualTo("application/json");
        assertThat(message.at("/blocks/0/text/text").asText()).isEqualTo("api: shutdown revised");
        assertThat(message.at("/blocks/1/fields").toString())
                .contains("*Date*\\n" + farOff().plusDays(1), "*Was*\\n" + farOff());
        assertThat(webhook.text()).contains("/v1/cutoffs/cut_");
    }

    @Test
    void eachAttemptAndEachReceiverOfAFormatGetsTheSameBytes() throws Exception {
        receiver.answers("/cloudevents", status(503, "Retry-After", "1"));
        receiver.answers("/slack", status(503, "Retry-After", "1"));
        List<Subscribed> subscribed = List.of(
                subscribes("/cloudevents", "cloudevents"),
                subscribes("/other", "cloudevents"),
                subscribes("/slack", "slack"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        for (Subscribed each : subscribed) {
            assertThat(world.endState(each, notice)).isEqualTo(State.DELIVERED);
        }
        assertThat(receiver.received("/cloudevents")).hasSize(2);
        assertThat(receiver.received("/cloudevents"))
                .extracting(Received::text)
                .containsOnly(receiver.received("/other").get(0).text());
        assertThat(receiver.received("/slack"))
                .hasSize(2)
                .extracting(Received::text)
                .containsOnly(receiver.received("/slack").get(0).text());
        for (Received webhook : receiver.received("/cloudevents")) {
            verify(subscribed.get(0).secret(), webhook);
            assertThat(webhook.header("ce-id")).isEqualTo(notice.id());
        }
    }

    @Test
    void aPingIsWrittenAsTheSubscriptionTakesIt() throws Exception {
        registers("/events", "cloudevents");
        registers("/slack", "slack");

        await().atMost(SOON).until(() -> receiver.received().size() == 2);
        CloudEvent ping = event(receiver.received("/events").get(0));
        assertThat(ping.getType()).isEqualTo("dev.forewarn.ping.v1");
        assertThat(ping.getSource().toString()).startsWith("http://localhost");
        assertThat(JSON.readTree(data(ping)).at("/links/self").asText())
                .isEqualTo(ping.getSource() + "/v1/subscriptions/" + ping.getSubject());
        assertThat(ping.getSubject()).startsWith("sub_");
        SlackLimits.check(JSON.readTree(receiver.received("/slack").get(0).body()));
    }

    @Test
    void anOwnersHeadersCantTakeThePlaceOfTheFormats() throws Exception {
        Subscribed subscribed = world.subscribes(
                receiver.url("/hook"),
                "\"subjects\": [\"%s/*\"], \"format\": \"cloudevents\", \"headers\": {\"CE-Id\": \"mine\", \"x-team\": \"a\"}"
                        .formatted(provider));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        assertThat(event(receiver.received("/hook").get(0)).getId()).isEqualTo(notice.id());
        assertThat(receiver.received("/hook").get(0).header("x-team")).isEqualTo("a");
    }

    @Test
    void anotherFormatCountsFromTheNextAttempt() throws Exception {
        Subscribed subscribed = subscribes("/hook", "standard");
        Calls.patch("/v1/subscriptions/" + subscribed.publicId(), "{\"format\": \"slack\"}")
                .statusCode(200);
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        SlackLimits.check(JSON.readTree(receiver.received("/hook").get(0).body()));
        assertThat(Calls.read("/v1/subscriptions/" + subscribed.publicId()).getString("format"))
                .isEqualTo("slack");
    }

    private static CloudEvent event(Received webhook) {
        return HttpMessageFactory.createReaderFromMultimap(webhook.headers(), webhook.body())
                .toEvent();
    }

    private static String data(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), UTF_8);
    }

    private static void verify(String secret, Received webhook) throws Exception {
        new Webhook(secret)
                .verify(
                        webhook.text(),
                        Map.of(
                                "webhook-id", List.of(webhook.header("webhook-id")),
                                "webhook-timestamp", List.of(webhook.header("webhook-timestamp")),
                                "webhook-signature", List.of(webhook.header("webhook-signature"))));
    }

    private Subscribed subscribes(String path, String format) {
        return world.subscribes(
                receiver.url(path), "\"subjects\": [\"%s/*\"], \"format\": \"%s\"".formatted(provider, format));
    }

    private void registers(String path, String format) {
        world.registers(receiver.url(path), "\"format\": \"%s\"".formatted(format));
    }
}
