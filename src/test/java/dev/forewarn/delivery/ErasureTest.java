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
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class ErasureTest {

    private static final String LEFT =
            """
            select (select count(*) from waiting where subscription_id = $1)
                + (select count(*) from lane where subscription_id = $1)
                + (select count(*) from trouble where subscription_id = $1)
                + (select count(*) from replay where subscription_id = $1)
                + (select count(*) from delivery where subscription_id = $1)
                + (select count(*) from attempt where subscription_id = $1)""";

    private static final String FILL_DELIVERIES =
            """
            insert into delivery
            select $1, i, $2::date, 0, 1, 204, null, 3, null, now() from generate_series(1000000, 1002500) i""";

    private static final String FILL_WAITING =
            """
            insert into waiting (subscription_id, due_at, position, day, attempts)
            select $1, now() + interval '1 hour', i, $2::date, 1 from generate_series(2000000, 2002500) i""";

    private static final String FILL_ATTEMPTS =
            """
            insert into attempt
            select $1, i, $2::date, 1, now(), 500, null, 3, 'no' from generate_series(2000000, 2002500) i""";

    private static final String ERASURES = "select count(*) from erasure where subscription_id = $1 and ";

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void allThatIsKnownOfADeletedSubscriptionIsErased() {
        receiver.answers("/hook", status(500), status(204));
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Subscribed other = world.subscribesTo(provider, receiver.url("/other"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        world.ended(other, notice);
        fill(subscribed, notice);
        delete(subscribed);

        awaitErased(subscribed);
        assertThat(world.delivery(other, notice)).isPresent();
    }

    @Test
    void whatGoesWithItsOwnerIsErased() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        long owner = world.rows(
                        "insert into owner (public_id, name, created_at) values ($1, 'x', now()) returning id",
                        "own_" + provider)
                .get(0)
                .getLong("id");
        world.rows("update subscription set owner_id = $2 where id = $1", subscribed.id(), owner);
        world.rows("delete from owner where id = $1", owner);

        awaitErased(subscribed);
    }

    @Test
    void whatIsWrittenAfterwardsIsErasedOnceNothingCanBeInFlight() {
        Subscribed subscribed = world.subscribesTo(provider, receiver.url("/hook"));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        world.ended(subscribed, notice);
        delete(subscribed);
        awaitErased(subscribed);
        await().atMost(SOON)
                .until(() ->
                        erasure(subscribed, "lease_until > now() and lease_until = gone_at + interval '92 seconds'"));
        // What was in flight, and what was sent by somebody who was frozen meanwhile.
        fill(subscribed, notice);
        comes(subscribed, "93 seconds");
        awaitErased(subscribed);
        await().atMost(SOON).until(() -> erasure(subscribed, "lease_until = gone_at + interval '1 day'"));
        fill(subscribed, notice);
        comes(subscribed, "25 hours");

        awaitErased(subscribed);
        await().atMost(SOON).until(() -> !erasure(subscribed, "true"));
    }

    private void fill(Subscribed subscribed, Raised notice) {
        world.rows(FILL_DELIVERIES, subscribed.id(), notice.day());
        world.rows(FILL_WAITING, subscribed.id(), notice.day());
        world.rows(FILL_ATTEMPTS, subscribed.id(), notice.day());
        world.rows("insert into trouble values ($1, now(), now(), '{}') on conflict do nothing", subscribed.id());
        world.rows("insert into replay values ($1, now(), 0, 1, 0, now() + interval '1 hour')", subscribed.id());
        world.rows("insert into lane (subscription_id) values ($1) on conflict do nothing", subscribed.id());
    }

    /** That much time has gone by since it was deleted. */
    private void comes(Subscribed subscribed, String time) {
        world.rows(
                "update erasure set gone_at = now() - $2::text::interval, lease_until = now() where subscription_id = $1",
                subscribed.id(),
                time);
    }

    private boolean erasure(Subscribed subscribed, String condition) {
        return world.number(ERASURES + condition, subscribed.id()) == 1;
    }

    private void awaitErased(Subscribed subscribed) {
        await().atMost(SOON).until(() -> world.number(LEFT, subscribed.id()) == 0);
    }

    private static void delete(Subscribed subscribed) {
        given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .delete("/v1/subscriptions/" + subscribed.publicId())
                .then()
                .statusCode(204);
    }
}
