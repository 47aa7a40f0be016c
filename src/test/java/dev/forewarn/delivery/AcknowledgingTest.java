package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.access.Newcomers;
import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.sql.Columns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class AcknowledgingTest {

    private static final String KEPT = "select count(*) from acknowledgement where subscription_id = $1";

    @Inject
    World world;

    @Inject
    Documents documents;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();
    private final String key = provider + "/api:shutdown";
    private final Instant begun = Instant.now();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void whoeverHasMigratedIsRemindedNoMoreAndEverybodyElseIs() {
        Subscribed migrated = reminded("/migrated");
        Subscribed other = reminded("/other");
        awaitFannedOut(world.states(key, farOff()));
        Instant start = Instant.now().plusSeconds(3 * 86_400);
        startsAt(start);
        acknowledge(migrated, key, 201);
        Raised reminder = comesDue(LeadTime.P3D);

        assertThat(reminder.body()).contains("cutoff.approaching", "\"leadTime\":\"P3D\"");
        assertThat(world.endState(other, reminder)).isEqualTo(State.DELIVERED);
        awaitFannedOut(reminder);
        assertThat(world.delivery(migrated, reminder)).isEmpty();
        assertThat(receiver.received("/migrated")).isEmpty();
    }

    @Test
    void whatIsNoReminderIsToldAllTheSame() {
        Subscribed migrated = world.subscribesTo(provider, receiver.url("/hook"));
        world.ended(migrated, world.states(key, farOff()));
        acknowledge(migrated, key, 201);
        Raised revised = world.states(key, farOff().plusDays(1));

        assertThat(world.endState(migrated, revised)).isEqualTo(State.DELIVERED);
    }

    @Test
    void aReminderThatWaitsEndsAtOnceAndSaysWhy() {
        Subscribed migrated = waitsForAReminder();
        Raised reminder = world.newest(key);
        acknowledge(migrated, key, 201);

        assertThat(world.endState(migrated, reminder)).isEqualTo(State.SUPERSEDED);
        JsonPath delivery = Calls.read("/v1/subscriptions/" + migrated.publicId() + "/deliveries");
        assertThat(delivery.getString("items[0].state")).isEqualTo("superseded");
        assertThat(delivery.getString("items[0].reason")).isEqualTo("acknowledged");
        assertThat(delivery.getInt("items[0].attemptCount")).isEqualTo(1);
        assertThat(delivery.getInt("items[0].lastAttempt.status")).isEqualTo(503);
        String id = delivery.getString("items[0].id");
        assertThat(Calls.read("/v1/deliveries/" + id).getString("reason")).isEqualTo("acknowledged");
        assertThat(Calls.problem(Calls.post("/v1/deliveries/" + id + "/retry"), 409))
                .contains("acknowledged");
        assertThat(receiver.received("/hook")).hasSize(1);
    }

    @Test
    void whatEndedIsReplayedOnceItIsWantedAgain() {
        Subscribed migrated = waitsForAReminder();
        Raised reminder = world.newest(key);
        acknowledge(migrated, key, 201);
        world.ended(migrated, reminder);
        replay(migrated);
        awaitReplayed(migrated);
        assertThat(world.endState(migrated, reminder)).isEqualTo(State.SUPERSEDED);

        withdraw(migrated, CutoffKey.parse(key).id().value(), 204);
        withdraw(migrated, CutoffKey.parse(key).id().value(), 404);
        replay(migrated);
        await().atMost(SOON).until(() -> world.endState(migrated, reminder) == State.DELIVERED);
        assertThat(receiver.received("/hook")).hasSize(2);
    }

    @Test
    void anEarlierDateIsRemindedOfAndMayBeAcknowledgedAnew() {
        Subscribed migrated = reminded("/hook");
        awaitFannedOut(world.states(key, farOff()));
        acknowledge(migrated, key, 201);
        acknowledge(migrated, key, 200);
        world.states(key, farOff().plusDays(7));
        assertThat(listed(migrated).getList("items.holds")).containsExactly(true);
        Raised late = world.states(key, LocalDate.now(ZoneOffset.UTC).plusDays(10));

        assertThat(late.body()).contains("cutoff.approaching", "\"late\":true");
        assertThat(world.endState(migrated, late)).isEqualTo(State.DELIVERED);
        assertThat(listed(migrated).getList("items.holds")).containsExactly(false);
        acknowledge(migrated, key, 201);
        assertThat(listed(migrated).getList("items.holds")).containsExactly(true);
    }

    @Test
    void theListTellsWhoAndWhenPageByPage() {
        String owner = Newcomers.owner();
        String subscriber = Newcomers.subscriber(owner);
        String id = Newcomers.posted(
                        Newcomers.with(subscriber),
                        "/v1/subscriptions",
                        "{\"url\": \"https://example.com/hook\", \"subjects\": [\"" + provider + "/*\"]}")
                .extract()
                .path("id");
        String path = "/v1/subscriptions/" + id + "/acknowledgements";
        for (String name : List.of("a", "b", "c")) {
            world.states(provider + "/" + name + ":shutdown", farOff());
            Newcomers.posted(Newcomers.with(subscriber), path, body(provider + "/" + name + ":shutdown"))
                    .statusCode(201);
        }

        JsonPath first = Newcomers.with(subscriber).get(path + "?limit=2").jsonPath();
        JsonPath rest = Newcomers.with(subscriber)
                .get(path + "?limit=2&cursor=" + first.getString("next"))
                .jsonPath();
        assertThat(first.getList("items")).hasSize(2);
        assertThat(rest.getList("items")).hasSize(1);
        assertThat(rest.getString("next")).isNull();
        assertThat(first.getList("items.key", String.class))
                .allMatch(each -> each.startsWith(provider + "/"))
                .doesNotContainAnyElementsOf(rest.getList("items.key"));
        assertThat(first.getString("items[0].by.name")).isEqualTo("theirs");
        assertThat(first.getString("items[0].by.id")).startsWith("key_");
        assertThat(Instant.parse(first.getString("items[0].at"))).isAfterOrEqualTo(begun.minusSeconds(1));
        assertThat(first.getString("items[0].start")).startsWith(farOff().toString());
        Newcomers.with(subscriber).get(path + "?cursor=x").then().statusCode(400);

        String another = Newcomers.subscriber(Newcomers.owner());
        Newcomers.with(another).get(path).then().statusCode(404);
        Newcomers.posted(Newcomers.with(another), path, body(provider + "/a:shutdown"))
                .statusCode(404);
        Newcomers.with(another)
                .delete(path + "/" + first.getString("items[0].cutoff"))
                .then()
                .statusCode(404);
        Newcomers.operator().delete("/v1/owners/" + owner).then().statusCode(204);
        assertThat(world.number(
                        "select count(*) from acknowledgement where cutoff_id = $1",
                        first.getString("items[0].cutoff")))
                .isZero();
    }

    @Test
    void whatIsNoCutoffIsRefusedAndWhatIsNoneYetNotFound() {
        Subscribed migrated = reminded("/hook");
        acknowledge(migrated, provider + "/nothing:shutdown", 404);
        acknowledge(migrated, "nonsense", 422);
        Calls.post(path(migrated), "{}").statusCode(422);
        Calls.post(path(migrated), "{").statusCode(400);
        withdraw(migrated, "nonsense", 404);
    }

    @Test
    void acknowledgementsGoWithTheirSubscription() {
        Subscribed migrated = reminded("/hook");
        world.states(key, farOff());
        acknowledge(migrated, CutoffKey.parse(key).id().value(), 201);
        assertThat(world.number(KEPT, migrated.id())).isEqualTo(1);
        Newcomers.operator()
                .delete("/v1/subscriptions/" + migrated.publicId())
                .then()
                .statusCode(204);

        assertThat(world.number(KEPT, migrated.id())).isZero();
    }

    /** A late reminder whose first attempt has failed, and whose next is far off. */
    private Subscribed waitsForAReminder() {
        receiver.answers("/hook", status(503, "Retry-After", "3600"));
        Subscribed subscribed = reminded("/hook");
        Raised late = world.states(key, LocalDate.now(ZoneOffset.UTC).plusDays(10));
        world.waits(subscribed, late);
        return subscribed;
    }

    private Subscribed reminded(String path) {
        return world.subscribes(
                receiver.url(path), "\"subjects\": [\"" + provider + "/*\"], \"kinds\": [\"approaching\"]");
    }

    private void acknowledge(Subscribed subscribed, String cutoff, int status) {
        Calls.post(path(subscribed), body(cutoff)).statusCode(status);
    }

    private static void withdraw(Subscribed subscribed, String cutoff, int status) {
        Newcomers.operator().delete(path(subscribed) + "/" + cutoff).then().statusCode(status);
    }

    private static JsonPath listed(Subscribed subscribed) {
        return Calls.read(path(subscribed));
    }

    private static String path(Subscribed subscribed) {
        return "/v1/subscriptions/" + subscribed.publicId() + "/acknowledgements";
    }

    private static String body(String cutoff) {
        return "{\"cutoff\": \"" + cutoff + "\"}";
    }

    private void replay(Subscribed subscribed) {
        Newcomers.operator()
                .contentType(ContentType.JSON)
                .body("{\"since\": \"" + begun + "\"}")
                .post("/v1/subscriptions/" + subscribed.publicId() + "/replay")
                .then()
                .statusCode(202);
    }

    private void awaitReplayed(Subscribed subscribed) {
        String left = "select count(*) from replay where subscription_id = $1";
        await().atMost(SOON).until(() -> world.number(left, subscribed.id()) == 0);
    }

    private void awaitFannedOut(Raised notice) {
        String left = "select count(*) from fanout where position = $1";
        await().atMost(SOON).until(() -> world.number(left, notice.position()) == 0);
    }

    /** For this cutoff alone, time goes by. */
    private void startsAt(Instant start) {
        Cutoff stored = documents.cutoff(world.rows("select document from cutoff where id = $1", id())
                .get(0)
                .getString(0));
        world.rows(
                "update cutoff set document = $2, window_start = $3, next_due_at = '2199-01-01' where id = $1",
                id(),
                documents.write(startingAt(stored, start)),
                Columns.utc(start));
    }

    private Raised comesDue(LeadTime rung) {
        Raised last = world.newest(key);
        Instant due = Instant.now().minusSeconds(1);
        world.rows(
                "update cutoff set next_due_at = $2, next_lead_time = $3 where id = $1",
                id(),
                Columns.utc(due),
                rung.ordinal());
        await().atMost(SOON).until(() -> world.newest(key).position() > last.position());
        return world.newest(key);
    }

    private String id() {
        return CutoffKey.parse(key).id().value();
    }

    private static Cutoff startingAt(Cutoff cutoff, Instant start) {
        Standing before = cutoff.standing();
        Effective effective = new Effective.At(start);
        return new Cutoff(
                cutoff.key(),
                cutoff.revision(),
                false,
                new Standing(
                        before.subject(),
                        effective,
                        effective.window(),
                        before.certainty(),
                        before.replacement(),
                        before.source(),
                        1,
                        1,
                        List.of()));
    }
}
