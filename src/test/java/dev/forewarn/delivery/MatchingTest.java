package dev.forewarn.delivery;

import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.World.Raised;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class MatchingTest {

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @BeforeEach
    void subscribe() {
        world.rows("delete from subscription");
        subscribe("exact", "\"subjects\": [\"%s/sora\"]");
        subscribe("provider", "\"subjects\": [\"%s/*\"]");
        subscribe("all", "");
        subscribe("othersubject", "\"subjects\": [\"%s/sor\", \"%s/sora-2\", \"%s-x/*\"]");
        subscribe("shutdowns", "\"subjects\": [\"%s/*\"], \"milestones\": [\"shutdown\"]");
        subscribe("deprecations", "\"subjects\": [\"%s/*\"], \"milestones\": [\"deprecated\"]");
        subscribe("azure", "\"subjects\": [\"%s/*\"], \"channels\": [\"azure\"]");
        subscribe("germany", "\"subjects\": [\"%s/*\"], \"regions\": [\"DE\"]");
        subscribe("revisions", "\"subjects\": [\"%s/*\"], \"kinds\": [\"revised\"]");
        subscribe("rung", "\"subjects\": [\"%s/*\"], \"leadTimes\": [\"P1D\"]");
    }

    private void subscribe(String name, String filter) {
        world.subscribes(receiver.url("/" + name), filter.replace("%s", provider));
    }

    @AfterEach
    void close() {
        world.rows("delete from subscription");
        receiver.close();
    }

    @Test
    void aCutoffForAllIsTakenByEveryChannelAndRegion() {
        Raised notice = world.states(provider + "/sora:shutdown@*", farOff());

        assertTold(notice, "exact", "provider", "all", "shutdowns", "azure", "germany", "rung");
    }

    @Test
    void aCutoffOfOneChannelOrRegionIsTakenByThatOne() {
        assertTold(
                world.states(provider + "/sora:shutdown@azure;region=US", farOff()),
                "exact",
                "provider",
                "all",
                "shutdowns",
                "azure",
                "rung");
        assertTold(
                world.states(provider + "/sora:shutdown@groq;region=DE", farOff()),
                "exact",
                "provider",
                "all",
                "shutdowns",
                "germany",
                "rung");
    }

    @Test
    void milestonesAndKindsAreChosenAndAReminderByItsRungs() {
        String key = provider + "/sora:deprecated;region=US";
        assertTold(world.states(key, farOff()), "exact", "provider", "all", "deprecations", "rung");
        assertTold(
                world.states(key, farOff().plusDays(1)),
                "exact",
                "provider",
                "all",
                "deprecations",
                "revisions",
                "rung");

        // It comes so late that the rungs of 180 to 30 days have passed.
        Raised reminder = world.states(provider + "/late:deprecated;region=US", farOff().minusDays(380));
        assertThat(reminder.body()).contains("cutoff.approaching", "\"leadTime\":\"P30D\"", "\"late\":true");
        assertTold(reminder, "provider", "all", "deprecations");
    }

    /** These receive the notice, each once, and all others nothing of it. */
    private void assertTold(Raised notice, String... names) {
        awaitNone("select count(*) from fanout where position = $1", notice);
        awaitNone("select count(*) from waiting where position = $1", notice);
        List<String> told = receiver.received().stream()
                .filter(each -> each.header("webhook-id").equals(notice.id()))
                .map(each -> each.path().substring(1))
                .toList();
        assertThat(told).containsExactlyInAnyOrder(names);
        assertThat(world.rows("select subscription_id from delivery where position = $1", notice.position()))
                .hasSize(Set.of(names).size());
    }

    private void awaitNone(String count, Raised notice) {
        await().atMost(SOON).until(() -> world.number(count, notice.position()) == 0);
    }
}
