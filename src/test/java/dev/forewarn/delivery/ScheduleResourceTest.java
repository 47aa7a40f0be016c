package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class ScheduleResourceTest {

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @Inject
    World world;

    private final String provider = World.newProvider();
    private final String near = provider + "/near:shutdown";
    private final String far = provider + "/far:data_deletion";

    @Test
    void tellsWhatASubscriptionWillBeSentAndWhen() {
        Subscribed subscribed = subscribed();
        states();

        JsonPath schedule = schedule(subscribed, "");
        assertThat(schedule.<String>getList("items.cutoff.key")).containsExactly(near, far, near, far, near, far);
        assertThat(schedule.<String>getList("items.leadTime"))
                .containsExactly("P30D", "P30D", "P7D", "P7D", null, null);
        assertThat(schedule.<String>getList("items.kind"))
                .containsExactly("approaching", "approaching", "approaching", "approaching", "reached", "reached");
        assertThat(schedule.<Integer>getList("items.daysLeft")).containsExactly(30, 30, 7, 7, 0, 0);
        assertThat(schedule.getString("items[0].dueAt")).isEqualTo(today.plusDays(10) + "T00:00:00Z");
        assertThat(schedule.getString("items[0].cutoff.certainty")).isEqualTo("committed");
        assertThat(schedule.getString("items[0].cutoff.window.start")).isEqualTo(today.plusDays(40) + "T00:00:00Z");
        assertThat(schedule.getString("next")).isNull();
    }

    @Test
    void whatIsAcknowledgedIsMarked() {
        Subscribed subscribed = subscribed();
        states();
        Calls.post("/v1/subscriptions/" + subscribed.publicId() + "/acknowledgements", "{\"cutoff\": \"" + near + "\"}")
                .statusCode(201);

        assertThat(schedule(subscribed, "").<Boolean>getList("items.acknowledged"))
                .containsExactly(true, false, true, false, true, false);
    }

    @Test
    void itIsReadPageByPage() {
        Subscribed subscribed = subscribed();
        states();
        JsonPath first = schedule(subscribed, "?limit=4");
        JsonPath rest = schedule(subscribed, "?limit=4&cursor=" + first.getString("next"));

        assertThat(first.<String>getList("items.cutoff.key")).containsExactly(near, far, near, far);
        assertThat(rest.<String>getList("items.cutoff.key")).containsExactly(near, far);
        assertThat(rest.getString("next")).isNull();
        String path = "/v1/subscriptions/" + subscribed.publicId() + "/schedule";
        Calls.get(path + "?cursor=nonsense").statusCode(400);
        Calls.get(path + "?limit=0").statusCode(400);
    }

    @Test
    void filtersChooseAsForTheFanOut() {
        states();
        world.states(provider + "/azure:shutdown@azure;region=DE", today.plusDays(200));

        assertThat(keys("\"milestones\": [\"data_deletion\"], \"kinds\": [\"reached\"]"))
                .containsExactly(far);
        assertThat(keys("\"kinds\": [\"announced\"]")).isEmpty();
        assertThat(keys("\"channels\": [\"azure\"], \"regions\": [\"DE\"], \"leadTimes\": [\"P180D\"]"))
                .hasSize(2);
        assertThat(keys("\"channels\": [\"azure\"], \"regions\": [\"FR\"]")).isEmpty();
    }

    @Test
    void aPreviewTellsTheSameOfWhatIsNotRegistered() {
        Subscribed subscribed = subscribed();
        states();
        long before = world.number("select count(*) from subscription");
        String body = "{\"url\": \"https://example.com/\", " + filter() + "}";

        assertThat(Calls.post("/v1/subscriptions/preview", body)
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo(Calls.get("/v1/subscriptions/" + subscribed.publicId() + "/schedule")
                        .extract()
                        .asString());
        assertThat(world.number("select count(*) from subscription")).isEqualTo(before);
        Calls.post("/v1/subscriptions/preview", "{\"leadTimes\": [\"P2D\"], \"subject\": []}")
                .statusCode(422);
    }

    @Test
    void ofWhatHasNoDateOrIsNotPromisedThereIsAsMuchAsWillBeSent() {
        Subscribed subscribed = subscribed();
        world.states(near, today.plusDays(40));
        world.withdraws(near);

        assertThat(schedule(subscribed, "").getList("items")).isEmpty();
    }

    private void states() {
        world.states(near, today.plusDays(40));
        world.states(far, today.plusDays(41));
    }

    private Subscribed subscribed() {
        return world.subscribes("http://127.0.0.1:9/", filter());
    }

    private String filter() {
        return "\"subjects\": [\"" + provider + "/*\"], \"leadTimes\": [\"P30D\", \"P7D\"]";
    }

    private static JsonPath schedule(Subscribed subscribed, String query) {
        return Calls.read("/v1/subscriptions/" + subscribed.publicId() + "/schedule" + query);
    }

    private List<String> keys(String filter) {
        String body = "{\"subjects\": [\"" + provider + "/*\"], " + filter + "}";
        return Calls.post("/v1/subscriptions/preview", body)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.cutoff.key");
    }
}
