package dev.forewarn.delivery;

import static dev.forewarn.delivery.Receiver.status;
import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.ReplayStore.Replay;
import dev.forewarn.delivery.Requeue.Place;
import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.notice.Backlog;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.MergePatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class ReplayTest {

    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final String JOBS = "select count(*) from replay where subscription_id = $1";
    private static final String PLACES =
            """
            select count(*) from (
                select position from waiting where subscription_id = $1
                union all select position from delivery where subscription_id = $1) as places""";

    @Inject
    World world;

    @Inject
    ReplayStore store;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();
    private final Instant begun = Instant.now();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void sendsWhatWasMissedAndIsStillOfUseOnce() {
        receiver.answers("/hook", status(204), status(500), status(500), status(500));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised arrived = states("arrived");
        world.ended(subscribed, arrived);
        Raised failed = states("failed");
        world.ended(subscribed, failed);
        world.rows("update subscription set state = 'paused' where id = $1", subscribed.id());
        Raised missed = states("missed");
        Raised late = states("late");
        world.rows("update notice set deadline = now() - interval '1 hour' where position = $1", late.position());
        Raised old = states("revised");
        awaitFannedOut(old);
        Raised revised = world.states(provider + "/revised:shutdown", farOff().plusDays(1));
        awaitFannedOut(revised);
        awaitFannedOut(late);
        world.states(World.newProvider() + "/of-another:shutdown", farOff());
        world.rows("update subscription set state = 'active' where id = $1", subscribed.id());
        replay(subscribed, begun);

        assertThat(world.endState(subscribed, missed)).isEqualTo(State.DELIVERED);
        assertThat(world.endState(subscribed, revised)).isEqualTo(State.DELIVERED);
        await().atMost(SOON).until(() -> world.endState(subscribed, failed) == State.DELIVERED);
        assertThat(world.ended(subscribed, failed).getInteger("attempts")).isEqualTo(4);
        awaitReplayed(subscribed);
        assertThat(sent("/hook"))
                .containsExactlyInAnyOrder(
                        arrived.id(), failed.id(), failed.id(), failed.id(), failed.id(), missed.id(), revised.id());
    }

    @Test
    void sendsWhatMatchesOnlyNow() {
        Subscribed subscribed =
                world.subscribes(receiver.url("/hook"), "\"subjects\": [\"" + World.newProvider() + "/*\"]");
        Raised notice = states("api");
        Raised other = states("other");
        awaitFannedOut(notice);
        awaitFannedOut(other);
        given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .contentType(MergePatch.MEDIA_TYPE)
                .body("{\"subjects\": [\"" + provider + "/api\"]}")
                .patch("/v1/subscriptions/" + subscribed.publicId())
                .then()
                .statusCode(200);
        replay(subscribed, begun);

        assertThat(world.endState(subscribed, notice)).isEqualTo(State.DELIVERED);
        awaitReplayed(subscribed);
        assertThat(sent("/hook")).containsExactly(notice.id());
    }

    @Test
    void sendsNothingThatWasRaisedBefore() {
        Subscribed subscribed = paused("/hook");
        Raised before = states("before");
        awaitFannedOut(before);
        Raised after = states("after");
        awaitFannedOut(after);
        world.rows("update subscription set state = 'active' where id = $1", subscribed.id());
        replay(subscribed, after.raisedAt());

        assertThat(world.endState(subscribed, after)).isEqualTo(State.DELIVERED);
        awaitReplayed(subscribed);
        assertThat(sent("/hook")).containsExactly(after.id());
    }

    @Test
    void sendsItAgainToNobodyWhenItIsAskedForAgain() {
        Subscribed subscribed = paused("/hook");
        Raised notice = states("api");
        awaitFannedOut(notice);
        world.rows("update subscription set state = 'failing' where id = $1", subscribed.id());
        replay(subscribed, begun);
        replay(subscribed, begun);
        world.ended(subscribed, notice);
        awaitReplayed(subscribed);
        replay(subscribed, begun);
        awaitReplayed(subscribed);

        assertThat(sent("/hook")).containsExactly(notice.id());
    }

    @Test
    void leavesToAFanoutWhatItHasNotComeTo() {
        Subscribed subscribed = paused("/hook");
        Raised first = states("first");
        awaitFannedOut(first);
        Raised second = states("second");
        awaitFannedOut(second);
        Raised third = states("third");
        awaitFannedOut(third);
        world.rows("update subscription set state = 'active' where id = $1", subscribed.id());
        // Somebody holds it, and may be about to tell this subscription.
        world.rows(
                "insert into fanout values ($1, $2, 5, now() + interval '1 hour')",
                second.position(),
                subscribed.id() - 1);
        replay(subscribed, begun);

        world.ended(subscribed, first);
        await().during(A_WHILE).atMost(SOON).until(() -> world.number(PLACES, subscribed.id()) == 1);
        world.rows("update fanout set after = $2 where position = $1", second.position(), subscribed.id());
        world.ended(subscribed, second);
        world.ended(subscribed, third);
        awaitReplayed(subscribed);
        world.rows("delete from fanout where position = $1", second.position());
        assertThat(sent("/hook")).containsExactlyInAnyOrder(first.id(), second.id(), third.id());
    }

    @Test
    void goesOnWhereSomebodyWasKilledAndWhoWakesLateChangesNothing() {
        Subscribed subscribed = paused("/hook");
        List<Raised> notices = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            notices.add(states("api" + i));
        }
        notices.forEach(this::awaitFannedOut);
        world.rows("update subscription set state = 'active' where id = $1", subscribed.id());
        Raised tenth = notices.get(9);
        // Killed after its first part, which stands, and in the middle of its second.
        leased(subscribed, tenth.position(), notices.get(19).position());
        List<Place> done =
                notices.subList(0, 10).stream().map(ReplayTest::place).toList();
        putInLane(subscribed, done);
        await().atMost(SOON).until(() -> world.number(PLACES, subscribed.id()) == 10);
        world.rows("update replay set lease_until = now() where subscription_id = $1", subscribed.id());
        awaitReplayed(subscribed);
        Backlog.Range range =
                new Backlog.Range(tenth.position(), notices.get(19).position());
        Replay old = new Replay(subscribed.id(), begun, range, 7);
        List<Place> all = notices.stream().map(ReplayTest::place).toList();

        assertThat(store.put(old, range.last(), all).await().atMost(SOON)).isFalse();
        notices.forEach(notice -> world.ended(subscribed, notice));
        assertThat(world.number(PLACES, subscribed.id())).isEqualTo(20);
        assertThat(sent("/hook"))
                .containsExactlyInAnyOrderElementsOf(
                        notices.stream().map(Raised::id).toList());
    }

    @Test
    void aSecondRequestGoesBackToWhereItBeginsAndOnToWhereItEnds() {
        Subscribed subscribed = paused("/hook");
        List<Raised> notices = List.of(states("first"), states("second"), states("third"));
        notices.forEach(this::awaitFannedOut);
        world.rows("update subscription set state = 'active' where id = $1", subscribed.id());
        long second = notices.get(1).position();
        leased(subscribed, second - 1, second);
        replay(subscribed, begun);

        notices.forEach(notice -> world.ended(subscribed, notice));
        awaitReplayed(subscribed);
        assertThat(sent("/hook"))
                .containsExactlyInAnyOrderElementsOf(
                        notices.stream().map(Raised::id).toList());
    }

    @Test
    void whatCanNotBeReplayedIsSaid() {
        Subscribed subscribed = paused("/hook");
        String path = "/v1/subscriptions/" + subscribed.publicId() + "/replay";
        Instant now = Instant.now();

        assertThat(Calls.problem(Calls.post(path, since(begun)), 409)).contains("paused");
        world.rows("update subscription set state = 'active' where id = $1", subscribed.id());
        assertThat(Calls.problem(Calls.post(path, since(now.plus(Duration.ofHours(1)))), 422))
                .contains("future");
        assertThat(Calls.problem(Calls.post(path, since(now.minus(Duration.ofDays(31)))), 422))
                .contains("PT720H");
        assertThat(Calls.problem(Calls.post(path, "{\"since\": \"-999999999-01-01T00:00:00Z\"}"), 422))
                .contains("PT720H");
        assertThat(Calls.problem(Calls.post(path, "{\"since\": \"yesterday\"}"), 422))
                .contains("instant");
        assertThat(Calls.problem(Calls.post(path, "{}"), 422)).contains("required");
        assertThat(Calls.problem(Calls.post(path, "{\"since\": 5}"), 422)).contains("text");
        Calls.problem(Calls.post(path, "[]"), 422);
        Calls.problem(Calls.post(path, ""), 400);
        String unknown = "/v1/subscriptions/sub_aaaaaaaaaaaaaaaaaaaaaaaaaa/replay";
        Calls.problem(Calls.post(unknown, since(begun)), 404);
        Calls.post(path, since(now.minus(Duration.ofDays(30)))).statusCode(202);
    }

    private Raised states(String name) {
        return world.states(provider + "/" + name + ":shutdown", farOff());
    }

    private Subscribed paused(String path) {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url(path));
        world.rows("update subscription set state = 'paused' where id = $1", subscribed.id());
        return subscribed;
    }

    private static void replay(Subscribed subscribed, Instant since) {
        Calls.post("/v1/subscriptions/" + subscribed.publicId() + "/replay", since(since))
                .statusCode(202);
    }

    private static String since(Instant since) {
        return "{\"since\": \"" + since + "\"}";
    }

    /** A replay up to {@code after}, under claim 7 of somebody else. */
    private void leased(Subscribed subscribed, long after, long last) {
        world.rows(
                "insert into replay values ($1, $2, $3, $4, 7, now() + interval '1 hour')",
                subscribed.id(),
                begun.atOffset(ZoneOffset.UTC),
                after,
                last);
    }

    private void putInLane(Subscribed subscribed, List<Place> places) {
        for (Place place : places) {
            world.rows(
                    "insert into waiting (subscription_id, due_at, position, day, attempts) values ($1, now(), $2, $3, 0)",
                    subscribed.id(),
                    place.position(),
                    place.day());
        }
        world.rows("insert into lane (subscription_id, next_at) values ($1, now())", subscribed.id());
    }

    private static Place place(Raised notice) {
        return new Place(notice.position(), notice.day());
    }

    private void awaitReplayed(Subscribed subscribed) {
        await().atMost(SOON).until(() -> world.number(JOBS, subscribed.id()) == 0);
    }

    private void awaitFannedOut(Raised notice) {
        String left = "select count(*) from fanout where position = $1";
        await().atMost(SOON).until(() -> world.number(left, notice.position()) == 0);
    }

    private List<String> sent(String path) {
        return receiver.received(path).stream()
                .map(each -> each.header("webhook-id"))
                .toList();
    }
}
