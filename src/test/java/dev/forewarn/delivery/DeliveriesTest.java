package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.Receiver.text;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.ProblemException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class DeliveriesTest {

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
    void everyAttemptOfADeliveryCanBeRead() {
        receiver.answers("/hook", text(500, "one"), Receiver.nothing(), text(400, "three"));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);

        JsonPath read = Calls.read("/v1/deliveries/" + id(subscribed, notice));
        assertThat(read.getString("id")).isEqualTo(id(subscribed, notice));
        assertThat(read.getString("subscription")).isEqualTo(subscribed.publicId());
        assertThat(read.getString("notice")).isEqualTo(notice.id());
        assertThat(read.getString("type")).isEqualTo("cutoff.announced");
        assertThat(read.getString("state")).isEqualTo("failed");
        assertThat(Instant.parse(read.getString("createdAt"))).isEqualTo(notice.raisedAt());
        assertThat(read.getString("endedAt")).isNotNull();
        assertThat(read.getString("nextAttemptAt")).isNull();
        assertThat(read.getInt("attemptCount")).isEqualTo(3);
        assertThat(read.<Integer>getList("attempts.status")).containsExactly(500, null, 400);
        assertThat(read.<String>getList("attempts.error")).containsExactly(null, "connection_closed", null);
        assertThat(read.<String>getList("attempts.response")).containsExactly("one", null, "three");
        assertThat(read.<Integer>getList("attempts.durationMs")).hasSize(3).doesNotContainNull();
        assertThat(instants(read, "attempts.at")).isSorted().hasSize(3);
        assertThat(read.getMap("lastAttempt")).isEqualTo(read.getMap("attempts[2]"));
        assertThat(read.getMap("$")).doesNotContainKey("voided");
    }

    private static List<Instant> instants(JsonPath read, String path) {
        return read.<String>getList(path).stream().map(Instant::parse).toList();
    }

    @Test
    void whatEndedAndWhatWaitsIsOneListNewestFirst() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        List<Raised> notices = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            notices.add(world.states(provider + "/api" + i + ":shutdown", farOff()));
            world.ended(subscribed, notices.get(i));
        }
        putBack(subscribed, notices.get(1), 1);
        putBack(subscribed, notices.get(4), 0);

        List<String> seen = new ArrayList<>();
        List<String> states = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = Calls.read(list(subscribed) + "?limit=2" + cursor);
            assertThat(page.getList("items")).hasSize(2);
            seen.addAll(page.getList("items.notice"));
            states.addAll(page.getList("items.state"));
            cursor = Optional.ofNullable(page.getString("next"))
                    .map(next -> "&cursor=" + next)
                    .orElse(null);
        }
        Collections.reverse(notices);
        assertThat(seen).isEqualTo(notices.stream().map(Raised::id).toList());
        assertThat(states).containsExactly("delivered", "pending", "delivered", "delivered", "pending", "delivered");
    }

    @Test
    void theListTellsTheLastAttemptOfEach() {
        receiver.answers("/hook", text(503, "no"), status(204), status(500, "Retry-After", "60"));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised delivered = world.states(provider + "/api1:shutdown", farOff());
        world.ended(subscribed, delivered);
        receiver.answers("/hook", status(503, "Retry-After", "3600"));
        Raised waits = world.states(provider + "/api2:shutdown", farOff());
        world.waits(subscribed, waits);

        JsonPath page = Calls.read(list(subscribed));
        assertThat(page.<Integer>getList("items.lastAttempt.status")).containsExactly(503, 204);
        assertThat(page.<Integer>getList("items.attemptCount")).containsExactly(1, 2);
        assertThat(Instant.parse(page.getString("items[0].nextAttemptAt")))
                .isAfter(Instant.now().plusSeconds(3000));
        assertThat(page.getString("items[0].endedAt")).isNull();
        assertThat(page.getMap("items[0]")).doesNotContainKey("attempts");
    }

    @Test
    void theListTakesAState() {
        receiver.answers("/hook", status(500), status(500), status(500));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised failed = world.states(provider + "/failed:shutdown", farOff());
        world.ended(subscribed, failed);
        Raised delivered = world.states(provider + "/delivered:shutdown", farOff());
        world.ended(subscribed, delivered);
        Raised pending = world.states(provider + "/pending:shutdown", farOff());
        world.ended(subscribed, pending);
        putBack(subscribed, pending, 0);
        Raised late = world.states(provider + "/late:shutdown", farOff());
        world.ended(subscribed, late);
        putBack(subscribed, late, 1);
        world.rows("update notice set deadline = now() - interval '1 hour' where position = $1", late.position());
        Raised voided = world.states(provider + "/voided:shutdown", farOff());
        world.ended(subscribed, voided);
        putBack(subscribed, voided, 0);
        world.rows("update notice set voided_by = position where position = $1", voided.position());

        assertThat(in(subscribed, "failed")).containsExactly(failed.id());
        assertThat(in(subscribed, "delivered")).containsExactly(delivered.id());
        assertThat(in(subscribed, "pending")).containsExactly(pending.id());
        assertThat(in(subscribed, "expired")).containsExactly(late.id());
        assertThat(in(subscribed, "superseded")).containsExactly(voided.id());
        assertThat(Calls.read("/v1/deliveries/" + id(subscribed, late)).getString("state"))
                .isEqualTo("expired");
        JsonPath superseded = Calls.read("/v1/deliveries/" + id(subscribed, voided));
        assertThat(superseded.getString("state")).isEqualTo("superseded");
        assertThat(superseded.getString("nextAttemptAt")).isNull();
    }

    private List<String> in(Subscribed subscribed, String state) {
        return Calls.read(list(subscribed) + "?state=" + state).getList("items.notice");
    }

    @Test
    void whatIsWrongWithAListIsSaid() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Subscribed other = world.subscribesTo(provider, receiver.url("/other"));
        for (int i = 0; i < 2; i++) {
            Raised notice = world.states(provider + "/api" + i + ":shutdown", farOff());
            world.ended(subscribed, notice);
        }
        String cursor = Calls.read(list(subscribed) + "?limit=1").getString("next");

        assertThat(Calls.problem(Calls.get(list(subscribed) + "?state=sent"), 400))
                .contains("pending, delivered, failed, expired, superseded");
        assertThat(Calls.problem(Calls.get(list(subscribed) + "?limit=1001"), 400))
                .contains("1000");
        assertThat(Calls.problem(Calls.get(list(subscribed) + "?cursor=x"), 400))
                .contains("cursor");
        assertThat(Calls.problem(Calls.get(list(other) + "?cursor=" + cursor), 400))
                .contains("cursor");
        Calls.problem(Calls.get("/v1/subscriptions/sub_aaaaaaaaaaaaaaaaaaaaaaaaaa/deliveries"), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "dlv_",
                "dlv_%00",
                "%ED%A0%80",
                "dlv_aaaaaaaaaaaacaaaaaaaaaaaaqaaaaad",
                "dlv_77777777777777777777777777777777",
                "DLV_AAAAAAAAAAAACAAAAAAAAAAAAQAAAAAD"
            })
    void whatIsNoDeliveryIsNotFound(String id) {
        Calls.problem(Calls.get("/v1/deliveries/" + id), 404);
        Calls.problem(Calls.post("/v1/deliveries/" + id + "/retry"), 404);
    }

    @Test
    void anotherOwnersDeliveryIsNotFound() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        String id = id(subscribed, notice);

        assertThat(retries.read(id, Optional.of(0L))
                        .await()
                        .atMost(SOON)
                        .delivery()
                        .id())
                .isEqualTo(id);
        assertThatThrownBy(() -> retries.read(id, Optional.of(12345L)).await().atMost(SOON))
                .isInstanceOf(ProblemException.class)
                .hasMessage("There is no such delivery.");
        assertThatThrownBy(() -> retries.retry(id, Optional.of(12345L)).await().atMost(SOON))
                .isInstanceOf(ProblemException.class)
                .hasMessage("There is no such delivery.");
    }

    @Test
    void whatIsNotKeptAnyMoreIsNotFound() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        String old =
                new DeliveryId(subscribed.id(), notice.position(), notice.day().minusDays(40)).toString();

        Calls.problem(Calls.get("/v1/deliveries/" + old), 404);
    }

    /** Lets a delivery that has ended wait again, in a lane that somebody else has leased. */
    private void putBack(Subscribed subscribed, Raised notice, int attempts) {
        await().atMost(SOON).until(() -> world.delivery(subscribed, notice).isPresent());
        world.rows(
                "delete from delivery where subscription_id = $1 and position = $2",
                subscribed.id(),
                notice.position());
        world.rows(
                "insert into lane values ($1, now() + interval '1 hour', 1000, true)"
                        + " on conflict (subscription_id) do update set next_at = excluded.next_at, leased = true",
                subscribed.id());
        world.rows(
                "insert into waiting (subscription_id, due_at, position, day, attempts) values ($1, now(), $2, $3, $4)",
                subscribed.id(),
                notice.position(),
                notice.day(),
                attempts);
    }

    private static String list(Subscribed subscribed) {
        return "/v1/subscriptions/" + subscribed.publicId() + "/deliveries";
    }

    private static String id(Subscribed subscribed, Raised notice) {
        return new DeliveryId(subscribed.id(), notice.position(), notice.day()).toString();
    }
}
