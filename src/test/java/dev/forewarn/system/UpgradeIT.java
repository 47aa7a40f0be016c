package dev.forewarn.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.servers.Servers;
import dev.forewarn.upgrade.PreviousRelease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** This release finds a database of the release before with everything in it, serves it, and goes on with it. */
class UpgradeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TAKING = "sub_pyixy3ua4swr24ukgk7ceko2zx";
    private static final String KEY_OF_BEFORE = "fwk_bkdW3lpq4MY-_uEQtTM0uo8Lwazg4V_HOlmHtBoIFEQ";

    private final Tables tables = new Tables(PreviousRelease.database());

    @Test
    void everythingIsServedAndGoneOnWith() throws SQLException {
        Map<String, String> environment = new HashMap<>(ForewarnProcess.environment(
                tables.database(), Servers.createTopic("events", 1), Servers.createTopic("rejected", 1)));
        // However old what is checked in has become.
        environment.put("FOREWARN_DELIVERY_KEEP", "P36500D");
        try (Inbox inbox = new Inbox()) {
            moveReceivers(inbox);
            List<String> notices = tables.texts("select id from notice order by position");
            List<String> bodies = tables.texts("select encode(body, 'hex') from notice order by position");
            try (ForewarnProcess process = ForewarnProcess.start(environment).awaitReady()) {
                Api api = new Api(process::uri);
                assertThat(FeedPoller.readAll(api)).isEqualTo(notices).hasSizeGreaterThan(8);
                assertThat(notices.stream()
                                .map(id -> api.ask("/v1/notices/" + id).body()))
                        .containsExactlyElementsOf(bodies.stream()
                                .map(hex -> new String(HexFormat.of().parseHex(hex), UTF_8))
                                .toList());
                assertRead(api);
                assertKept(new Api(process::uri, KEY_OF_BEFORE));
                goesOn(api, inbox);
            }
        }
    }

    private void moveReceivers(Inbox inbox) throws SQLException {
        String there = inbox.url(0, "/");
        try (Connection connection = tables.connect();
                var statement = connection.prepareStatement(
                        "update subscription set url = replace(url, 'http://127.0.0.1:9/', ?)")) {
            statement.setString(1, there);
            assertThat(statement.executeUpdate()).isEqualTo(2);
        }
    }

    private static void assertRead(Api api) {
        assertThat(texts(api.get("/v1/cutoffs?subject=example/*").path("items"), "key"))
                .contains("example/api-v1:shutdown", "example/api-v1:data_deletion", "example/app:shutdown");
        JsonNode cutoff = api.get("/v1/subjects/example/api-v1");
        assertThat(cutoff.toString()).contains("2099-07-01").contains("example/api-v2");
        assertThat(api.get("/v1/check?subject=example/api-v1").path("verdict").asText())
                .isEqualTo("clear");
    }

    /** A key of before sees what is its owner's. */
    private static void assertKept(Api owner) {
        JsonNode subscriptions = owner.read("/v1/subscriptions").path("items");
        assertThat(texts(subscriptions, "id")).containsExactly(TAKING);
        assertThat(texts(subscriptions, "state")).containsExactly("active");
        assertThat(texts(
                        owner.read("/v1/subscriptions/" + TAKING + "/acknowledgements")
                                .path("items"),
                        "cutoff"))
                .hasSize(1);
        assertThat(texts(
                        owner.read("/v1/subscriptions/" + TAKING + "/deliveries")
                                .path("items"),
                        "state"))
                .hasSizeGreaterThan(6)
                .containsOnly("delivered");
    }

    private void goesOn(Api api, Inbox inbox) {
        String event =
                Trial.event("new", "example/api-v3", "{\"on\": \"2099-01-01\", \"zone\": \"UTC\"}", Instant.now());
        api.post("/v1/events", "application/cloudevents+json", event, 202);
        Awaitility.await("signed with the secret of before, and sent")
                .atMost(PATIENCE)
                .until(() -> tables.texts("select id from notice where subject = 'example/api-v3'").stream()
                        .anyMatch(id -> inbox.taken().containsKey(new Inbox.Webhook("/taking", id))));
        // Sent, or too late by now: either way it ends and is seen to.
        Awaitility.await("what waited ends")
                .atMost(PATIENCE)
                .until(() -> tables.number("select count(*) from waiting") == 0
                        && tables.number("select count(*) from delivery where subscription_id = 2") >= 5);
    }

    private static List<String> texts(JsonNode items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }
}
