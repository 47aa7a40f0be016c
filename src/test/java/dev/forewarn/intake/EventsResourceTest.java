package dev.forewarn.intake;

import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.posted;
import static dev.forewarn.access.Newcomers.publisher;
import static dev.forewarn.access.Newcomers.subscriber;
import static dev.forewarn.access.Newcomers.with;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.forewarn.ledger.Tables;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class EventsResourceTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LARGEST = 65_536;
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    @Inject
    Broker broker;

    @Inject
    Tables tables;

    private String source = "";

    @BeforeEach
    void nobodyHasSpokenBefore(TestInfo test) {
        source = "https://" + Integer.toHexString(test.getDisplayName().hashCode()) + ".example/posted";
    }

    @Test
    void anEventIsTakenAndThenStoredAsOneFromKafka() {
        post(STRUCTURED, said("a", "1").json()).statusCode(202).body("accepted", equalTo(1));
        awaitEvents("1");
    }

    @Test
    void aBatchIsTakenWhole() {
        post(BATCH, batch(said("a", "1"), said("b", "2"), withdrawn("a", "3")))
                .statusCode(202)
                .body("accepted", equalTo(3));
        awaitEvents("1", "2", "3");
    }

    @Test
    void anEventInBinaryModeSaysTheSame() {
        post(STRUCTURED, said("a", "1").json()).statusCode(202);
        awaitEvents("1");
        var before = tables.checksums();
        long events = broker.events();
        binary(said("a", "1")).statusCode(202);
        // What comes behind it in its partition has been looked at later.
        binary(said("a", "2").set("/data/summary", "\"Other.\"")).statusCode(202);
        awaitEvents("1", "2");
        assertThat(broker.events()).isEqualTo(events + 2);
        assertThat(tables.texts("select digest from event where source = $1 and id = '1'", source))
                .hasSize(1);
        assertThat(tables.checksums().get("confirmation")).isEqualTo(before.get("confirmation"));
    }

    @Test
    void allThatIsSaidOfASubjectHasOneKeyWhateverTheEnvelopeSays() {
        post(STRUCTURED, said("keyed", "1").without("/subject").json()).statusCode(202);
        post(STRUCTURED, withdrawn("keyed", "2").json()).statusCode(202);
        post(
                        STRUCTURED,
                        Sent.read("posted/keyed:shutdown", "posted/b:shutdown")
                                .source(source)
                                .json())
                .statusCode(202);
        assertThat(key("\"id\":\"1\"")).isEqualTo("posted/keyed");
        assertThat(key("\"id\":\"2\"")).isEqualTo("posted/keyed");
        assertThat(key("\"id\":\"3\"")).isEqualTo(source);
    }

    @Test
    void everyFaultOfABatchIsPointedToAndNothingIsWritten() {
        long before = broker.events();
        post(
                        BATCH,
                        batch(
                                said("a", "1"),
                                said("a", "2").set("/data/milestone", "\"end\""),
                                said("a", "3").without("/time"),
                                said("a", "4").set("/data/summary", "\"" + "x".repeat(70_000) + "\"")))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", contains("/1/data/milestone", "/2/time", "/3"));
        assertThat(broker.events()).isEqualTo(before);
        assertThat(tables.texts("select id from event where source = $1", source))
                .isEmpty();
    }

    @Test
    void anEventThatWouldBeRejectedForItsSizeLaterIsRefusedAtOnce() {
        long before = broker.events();
        Sent small = said("a", "1").set("/data/unknown", "\"\"");
        // As large as may be, but for the envelope that comes to it.
        Sent large = small.set("/data/unknown", "\"" + "x".repeat(LARGEST - small.data().length) + "\"");
        assertThat(large.data()).hasSize(LARGEST);
        binary(large).statusCode(422).body("errors.detail", contains(containsString("more than 65536")));
        assertThat(broker.events()).isEqualTo(before);
    }

    @Test
    void aFaultOfASingleEventIsPointedTo() {
        Sent faulty = said("a", "1").set("/data/effective/on", "\"2026-02-30\"");
        post(STRUCTURED, faulty.json()).statusCode(422).body("errors.pointer", contains("/data/effective/on"));
        binary(faulty).statusCode(422).body("errors.pointer", contains("/data/effective/on"));
        post(STRUCTURED, "[]").statusCode(422);
        post(BATCH, "[]").statusCode(422);
        post(BATCH, said("a", "1").json()).statusCode(422);
        post(BATCH, "[7]").statusCode(422).body("errors.pointer", contains("/0"));
    }

    @Test
    void aBodyThatIsNotJsonIsABadRequest() {
        post(STRUCTURED, "{").statusCode(400).contentType("application/problem+json");
        post(BATCH, "[{]").statusCode(400);
        post(STRUCTURED, "").statusCode(400);
        request()
                .headers("ce-specversion", "1.0", "Content-Type", "application/json")
                .body("{")
                .post("/v1/events")
                .then()
                .statusCode(400);
    }

    @Test
    void anotherMediaTypeIsNotTaken() {
        post("text/plain", said("a", "1").json()).statusCode(415).contentType("application/problem+json");
        post("application/json", said("a", "1").json())
                .statusCode(400)
                .body("errors.detail", contains(containsString(STRUCTURED)));
    }

    @Test
    void withoutAKeyNothingIsTaken() {
        long before = broker.events();
        for (String key : new String[] {"", "Bearer wrong"}) {
            given().headers(key.isEmpty() ? Map.of() : Map.of("Authorization", key))
                    .contentType(STRUCTURED)
                    .body(said("a", "1").structured())
                    .post("/v1/events")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("Bearer"));
        }
        assertThat(broker.events()).isEqualTo(before);
    }

    @Test
    void aPublisherSaysWhatItsKeyAllows() {
        String key = publisher(owner(), source, "posted", "official");
        postedBy(key, said("mine", "1"), withdrawn("mine", "2")).statusCode(202);
        awaitEvents("1", "2");
    }

    @Test
    void ofWhatAPublisherMayNotSayNothingIsTaken() {
        long before = broker.events();
        String key = publisher(owner(), source, "posted", "press");
        postedBy(
                        key,
                        withdrawn("mine", "1"),
                        said("mine", "2"),
                        withdrawn("mine", "3").source("https://other.example"),
                        Sent.withdrawn("openai/mine").id("4").source(source),
                        Sent.read("posted/a:shutdown", "openai/a:shutdown").source(source))
                .statusCode(403)
                .contentType("application/problem+json")
                .body(
                        "errors.pointer",
                        contains(
                                "/1/data/claimedBy/authority", "/2/source", "/3/data/subject/id", "/4/data/missing/0"));
        assertThat(broker.events()).isEqualTo(before);
    }

    @Test
    void aSubscriberSaysNothing() {
        postedBy(subscriber(owner()), said("mine", "1")).statusCode(403).contentType("application/problem+json");
    }

    @Test
    void aDryRunTellsWhatWouldFollowAndWritesNothing() {
        String subscription = posted(
                        operator(),
                        "/v1/subscriptions",
                        "{\"url\": \"https://example.com/hook\", \"subjects\": [\"dry/*\"], \"kinds\": [\"announced\"]}")
                .extract()
                .path("id");
        tables.rows("update subscription set state = 'active', next_ping_at = null where public_id = $1", subscription);
        long before = broker.events();
        var sums = tables.checksums();
        Sent first = Sent.stated("dry/a").source(source).without("/data/scope");
        String foretold = dryRun(STRUCTURED, first.json())
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("accepted", equalTo(1))
                .body("total", equalTo(1))
                .body("notices[0].notice.type", equalTo("cutoff.announced"))
                .body("notices[0].pushed", equalTo(true))
                .body("notices[0].subscriptions", equalTo(allTakersAnd(1)))
                .extract()
                .asString();
        assertThat(broker.events()).isEqualTo(before);
        assertThat(tables.checksums()).isEqualTo(sums);

        post(STRUCTURED, first.json()).statusCode(202);
        awaitEvents("1");
        String raised = tables.texts("select convert_from(body, 'UTF8') from notice where subject = 'dry/a'")
                .get(0);
        assertThat(foretold).contains("\"notice\":" + raised);
        dryRun(STRUCTURED, first.json()).body("repeated", equalTo(1)).body("total", equalTo(0));
        Sent moved = first.id("2").time("2026-03-25T17:00:00Z").set("/data/effective/on", "\"2026-03-26\"");
        dryRun(BATCH, batch(moved, withdrawn("other", "3")))
                .body("accepted", equalTo(2))
                .body("notices.notice.type", contains("cutoff.revised", "cutoff.reached"))
                .body("notices[0].notice.data.previous.effective.on", equalTo("2199-09-24"))
                .body("notices[0].notice.data.supersedes[0]", containsString("ntc_"));
        assertThat(tables.texts("select id from event where source = $1", source))
                .containsExactly("1");
    }

    /** Other tests leave subscriptions that take everything. */
    private int allTakersAnd(int more) {
        long takers = tables.number(
                """
                select count(distinct s.id) from subscription s join subscription_subject r on r.subscription_id = s.id
                where s.state in ('active', 'failing') and r.pattern = '*' and r.kinds & 1 <> 0
                    and r.milestones & 16 <> 0 and r.channels is null and r.regions is null""");
        return (int) takers + more;
    }

    @Test
    void aDryRunRefusesWhatWouldBeRejectedOrIsNotAllowed() {
        Sent first = said("dry", "1");
        post(STRUCTURED, first.json()).statusCode(202);
        awaitEvents("1");
        Sent other = first.set("/data/summary", "\"Other.\"");

        dryRun(BATCH, batch(said("dry", "2"), other)).statusCode(422).body("errors.pointer", contains("/1/id"));
        dryRun(BATCH, batch(said("dry", "3"), said("dry", "3").set("/data/summary", "\"Other.\"")))
                .statusCode(422)
                .body("errors.pointer", contains("/1/id"));
        dryRun(
                        STRUCTURED,
                        first.id("4")
                                .set("/data/effective", "{\"after\": [\"posted/dry:shutdown\"]}")
                                .json())
                .statusCode(422)
                .body("errors.pointer", contains("/data/effective/after"));
        dryRun(STRUCTURED, first.without("/time").json()).statusCode(422);
        with(publisher(owner(), source, "mine", "press"))
                .header("Content-Type", STRUCTURED)
                .body(first.id("5").structured())
                .post("/v1/events?dryRun=true")
                .then()
                .statusCode(403);
        request()
                .header("Content-Type", STRUCTURED)
                .body(first.structured())
                .post("/v1/events?dryRun=perhaps")
                .then()
                .statusCode(400);
        assertThat(tables.texts("select id from event where source = $1", source))
                .containsExactly("1");
    }

    private static ValidatableResponse dryRun(String type, String body) {
        return request()
                .header("Content-Type", type)
                .body(body.getBytes(UTF_8))
                .post("/v1/events?dryRun=true")
                .then();
    }

    private static ValidatableResponse postedBy(String key, Sent... events) {
        return with(key)
                .header("Content-Type", BATCH)
                .body(batch(events).getBytes(UTF_8))
                .post("/v1/events")
                .then();
    }

    private Sent said(String name, String id) {
        return Sent.stated("posted/" + name).id(id).source(source).without("/data/scope");
    }

    private Sent withdrawn(String name, String id) {
        return Sent.withdrawn("posted/" + name).id(id).source(source).without("/data/scope");
    }

    private static String batch(Sent... events) {
        return Arrays.stream(events).map(Sent::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static RequestSpecification request() {
        return given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY);
    }

    private static ValidatableResponse post(String type, String body) {
        return request()
                .header("Content-Type", type)
                .body(body.getBytes(UTF_8))
                .post("/v1/events")
                .then();
    }

    private static ValidatableResponse binary(Sent sent) {
        RequestSpecification request = request().header("Content-Type", "application/json");
        sent.headers().forEach(header -> {
            if (header.key().startsWith("ce_")) {
                request.header(header.key().replace("ce_", "ce-"), new String(header.value(), UTF_8));
            }
        });
        return request.body(sent.data()).post("/v1/events").then();
    }

    private String key(String part) {
        return new String(broker.event(record -> has(record.value(), part)).key(), UTF_8);
    }

    private boolean has(byte[] value, String part) {
        String event = value == null ? "" : new String(value, UTF_8);
        return event.contains("\"" + source + "\"") && event.contains(part);
    }

    private void awaitEvents(String... ids) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        tables.texts("select id from event where source = $1 order by id", source))
                .containsExactly(ids));
    }
}
