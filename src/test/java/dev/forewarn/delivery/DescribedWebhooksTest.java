package dev.forewarn.delivery;

import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.contract.Description;
import dev.forewarn.delivery.Receiver.Received;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds what receivers really get against the description of the API. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class DescribedWebhooksTest {

    private static final Set<String> KINDS = Set.of(
            "cutoff.announced",
            "cutoff.revised",
            "cutoff.withdrawn",
            "cutoff.conflicted",
            "cutoff.approaching",
            "cutoff.reached",
            "ping");

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void webhooksOfEveryKindAreAsTheyAreDescribed() {
        subscribes("/standard", "standard");
        everythingHappens();
        await().atMost(SOON).until(() -> types("/standard").containsAll(KINDS));

        Description description = Description.read();
        for (Received webhook : receiver.received("/standard")) {
            fits(description, type(webhook), webhook);
        }
    }

    @Test
    void whateverTheFormatTheyAreAsDescribed() {
        subscribes("/events", "cloudevents");
        subscribes("/slack", "slack");
        everythingHappens();
        await().atMost(SOON).until(() -> receiver.received("/events").size() >= KINDS.size());
        await().atMost(SOON).until(() -> receiver.received("/slack").size() >= KINDS.size());

        Description description = Description.read();
        receiver.received("/events").forEach(webhook -> fits(description, "cloudevents", webhook));
        receiver.received("/slack").forEach(webhook -> fits(description, "slack", webhook));
    }

    private void everythingHappens() {
        world.states(provider + "/one:shutdown", farOff());
        world.contradicts(provider + "/one:shutdown", farOff().plusDays(30));
        world.states(provider + "/two:shutdown", today.plusDays(5));
        world.states(provider + "/three:shutdown", farOff());
        world.states(provider + "/three:shutdown", today.minusDays(2));
        world.states(provider + "/four:shutdown", farOff());
        world.withdraws(provider + "/four:shutdown");
    }

    private void subscribes(String path, String format) {
        String id = world.registers(
                        receiver.url(path), "\"subjects\": [\"%s/*\"], \"format\": \"%s\"".formatted(provider, format))
                .publicId();
        await().atMost(SOON)
                .until(() ->
                        Calls.read("/v1/subscriptions/" + id).getString("state").equals("active"));
    }

    private Set<String> types(String path) {
        return receiver.received(path).stream().map(DescribedWebhooksTest::type).collect(Collectors.toSet());
    }

    private static String type(Received webhook) {
        return new JsonObject(webhook.text()).getString("type");
    }

    private static void fits(Description description, String name, Received webhook) {
        List<String> faults = description.webhookFaults(name, webhook.text());
        assertThat(faults)
                .as("%s is not as META-INF/openapi.yaml describes it: %s%n%s", name, webhook.text(), faults)
                .isEmpty();
        assertThat(webhook.headers().keySet().stream().map(header -> header.toLowerCase(Locale.ROOT)))
                .as(name)
                .containsAll(description.webhookHeaders(name));
    }
}
