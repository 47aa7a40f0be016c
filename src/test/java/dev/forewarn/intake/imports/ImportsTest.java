package dev.forewarn.intake.imports;

import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.subscriber;
import static dev.forewarn.access.Newcomers.with;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.forewarn.ledger.Tables;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.servers.ServersResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** From a feed to notices, over real Kafka and PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ImportsTest {

    private static final String STATED =
            "select id from event where source = $1 and type = 'dev.forewarn.cutoff.stated.v1' order by time, id";
    private static final String EVENTS_OF =
            "select id from event where source = $1 and cutoff_id = $2 order by time, id";

    @Inject
    Tables tables;

    @Inject
    MeterRegistry metrics;

    @TestHTTPResource("/")
    String base = "";

    private String source = "";
    private String model = "";

    @BeforeEach
    void nobodyHasReadItBefore(TestInfo test) {
        model = "m" + Integer.toHexString(test.getDisplayName().hashCode());
        source = "https://" + model + ".example/feed";
    }

    @Test
    void theRealFilesInTheirOrderAreOneFeedThatMoves() {
        double taken = count(ImportMetrics.ROWS, "taken");
        double rejected = count(ImportMetrics.ROWS, "rejected");
        handIn(Samples.MARCH, "2026-03-27")
                .body("rows", equalTo(211))
                .body("taken", equalTo(211))
                .body("rejected", equalTo(0));
        handIn(Samples.APRIL, "2026-04-25").body("rows", equalTo(272)).body("rejected", equalTo(0));
        ValidatableResponse july = handIn(Samples.JULY, "2026-07-24")
                .body("rows", equalTo(415))
                .body("rejected", equalTo(3))
                .body("rejections.reason", hasItem(containsString("parser error")))
                .body("stored", equalTo(true));
        assertThat(july.extract().<Integer>path("missing")).isPositive();
        assertThat(count(ImportMetrics.ROWS, "taken")).isGreaterThan(taken + 211);
        assertThat(count(ImportMetrics.ROWS, "rejected")).isEqualTo(rejected + 3);

        assertThat(tables.texts(EVENTS_OF, source, id("openai/sora-2:shutdown@azure")))
                .containsExactly("2026-04-25/openai/sora-2:shutdown@azure", "2026-07-24/openai/sora-2:shutdown@azure");
        given().get("/v1/notices?subject=openai/sora-2&kind=revised")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].data.cutoff.key", equalTo("openai/sora-2:shutdown@azure"))
                .body("items[0].data.previous.effective.on", equalTo("2026-06-03"))
                .body("items[0].data.cutoff.effective.on", equalTo("2026-07-15"))
                .body("items[0].timestamp", equalTo("2026-07-24T00:00:00Z"));
        given().get("/v1/subjects/openai/Evals-platform").then().statusCode(404);

        // The same again says nothing new, and confirms.
        List<String> before = tables.texts(STATED, source);
        handIn(Samples.JULY, "2026-07-24").body("taken", equalTo(0)).body("unchanged", equalTo(412));
        assertThat(tables.texts(STATED, source)).isEqualTo(before);
    }

    @Test
    void thereAndBackAgainAreThreeEventsAlsoOnOneDay() {
        handIn(rows(model, "2027-01-01")).body("taken", equalTo(1));
        handIn(rows(model, "2027-02-01")).body("taken", equalTo(1));
        handIn(rows(model, "2027-01-01")).body("taken", equalTo(1)).body("stored", equalTo(true));
        String key = "openai/" + model + ":shutdown";
        assertThat(tables.texts(EVENTS_OF, source, id(key))).hasSize(3).allMatch(id -> id.endsWith("/" + key));
        given().get("/v1/cutoffs/" + id(key))
                .then()
                .statusCode(200)
                .body("effective.on", equalTo("2027-01-01"))
                .body("revision", equalTo(3));
    }

    @Test
    void whatVanishesIsWithdrawnByNobodyAndNoLongerConfirmed() {
        handIn(rows(model, "2027-01-01", model + "-other", "2027-01-01")).body("taken", equalTo(2));
        String gone = id("openai/" + model + ":shutdown");
        claim(gone).body("claims[0].confirmed", equalTo(true));
        handIn(rows(model + "-other", "2027-01-01"))
                .body("taken", equalTo(0))
                .body("missing", equalTo(1))
                .body("missingCutoffs", contains("openai/" + model + ":shutdown"));
        claim(gone).body("claims[0].confirmed", equalTo(false)).body("status", equalTo("upcoming"));
        handIn(rows(model, "2027-01-01", model + "-other", "2027-01-01")).body("taken", equalTo(0));
        claim(gone).body("claims[0].confirmed", equalTo(true));
    }

    @Test
    void fromAFeedOfWhichNoRowIsUnderstoodNothingIsMissing() {
        handIn(rows(model, "2027-01-01")).body("taken", equalTo(1));
        handIn("[{\"vendor\": \"OpenAI\", \"name\": \"renamed\"}]")
                .body("rejected", equalTo(1))
                .body("missing", equalTo(0));
        claim(id("openai/" + model + ":shutdown")).body("claims[0].confirmed", equalTo(true));
    }

    @Test
    void aDryRunWritesNothing() {
        double read = count(ImportMetrics.READINGS, "read");
        post(query() + "&dryRun=true&name=" + model, rows(model, "2027-01-01").getBytes(UTF_8))
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("taken", equalTo(1))
                .body("changes.cutoff", contains("openai/" + model + ":shutdown"));
        assertThat(tables.texts("select id from event where source = $1", source))
                .isEmpty();
        operator().get("/v1/imports/" + model).then().statusCode(404);
        assertThat(count(ImportMetrics.READINGS, "read")).isEqualTo(read);
    }

    @Test
    void theLastReportIsKept() {
        post(query() + "&name=" + model, rows(model, "2027-01-01").getBytes(UTF_8))
                .statusCode(200);
        operator()
                .get("/v1/imports/" + model)
                .then()
                .statusCode(200)
                .body("state", equalTo("manual"))
                .body("source", equalTo(source))
                .body("lastReport.taken", equalTo(1))
                .body("lastReport.rejections", empty());
        operator().get("/v1/imports?limit=1000").then().body("items.name", hasItem(model));
        with(subscriber(owner())).get("/v1/imports").then().statusCode(403);
    }

    @Test
    void whatIsNoFeedChangesNothing() {
        handIn(rows(model, "2027-01-01")).statusCode(200);
        double refused = count(ImportMetrics.READINGS, "refused");
        for (String document : List.of("[]", "{\"error\": \"down\"}", "[{\"provider\"")) {
            post(query(), document.getBytes(UTF_8)).statusCode(422).contentType("application/problem+json");
        }
        assertThat(count(ImportMetrics.READINGS, "refused")).isEqualTo(refused + 3);
        claim(id("openai/" + model + ":shutdown")).body("claims[0].confirmed", equalTo(true));
    }

    @Test
    void whatASourceSaidEarlierCantFollowWhatItSaidLater() {
        post(query() + "&readOn=2026-05-02", rows(model, "2027-01-01").getBytes(UTF_8))
                .statusCode(200);
        post(query() + "&readOn=2026-05-01", rows(model, "2027-02-01").getBytes(UTF_8))
                .statusCode(409)
                .body("detail", containsString("was read on 2026-05-02"));
    }

    @Test
    void parametersAreHeldToWhatIsAllowed() {
        byte[] feed = rows(model, "2027-01-01").getBytes(UTF_8);
        post("?source=" + source, feed).statusCode(400).body("detail", containsString("format: is missing"));
        post("?format=rss&source=" + source, feed).statusCode(400).body("detail", containsString("deprecations-info"));
        post("?format=model-eol", feed).statusCode(400).body("detail", containsString("source: is missing"));
        post(query() + "&authority=boss", feed).statusCode(400).body("detail", containsString("tracker"));
        post(query() + "&readOn=9998-01-01", feed).statusCode(400).body("detail", containsString("still to come"));
        post(query() + "&readOn=yesterday", feed).statusCode(400);
        post(query() + "&name=a/b", feed).statusCode(400);
        operator().get("/v1/imports?cursor=x").then().statusCode(400);
    }

    @Test
    void aFeedIsOneCommand() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        InputStream piped = new ByteArrayInputStream(
                rows(model, "soon", model + "-b", "2027-01-01").getBytes(UTF_8));
        ImportCommand command = new ImportCommand(
                Map.of("FOREWARN_ADMIN_KEY", ServersResource.ADMIN_KEY),
                piped,
                new PrintStream(told, true, UTF_8),
                new PrintStream(told, true, UTF_8));
        int code = command.run("import", "--format=deprecations-info", "--source=" + source, "--url=" + base, "-");
        assertThat(told.toString(UTF_8))
                .contains("2 rows: 1 taken, 0 unchanged, 0 that name no end, 1 rejected; 0 no longer confirmed")
                .contains("rejected: OpenAI " + model + ": 'soon' is not a date");
        assertThat(code).isZero();
        assertThat(command.run("import", "--format=deprecations-info", "-")).isEqualTo(2);
        assertThat(command.run("import", "--format=x", "--source=" + source, "--url=" + base, file()))
                .isEqualTo(1);
    }

    private static String file() {
        return Path.of("src/test/resources/feeds", Samples.MARCH).toString();
    }

    private ValidatableResponse claim(String cutoff) {
        return given().get("/v1/cutoffs/" + cutoff).then().statusCode(200);
    }

    private ValidatableResponse handIn(String file, String day) {
        return post(query() + "&readOn=" + day, Samples.bytes(file)).statusCode(200);
    }

    private ValidatableResponse handIn(String document) {
        return post(query(), document.getBytes(UTF_8)).statusCode(200);
    }

    private String query() {
        return "?format=deprecations-info&source=" + source;
    }

    private static ValidatableResponse post(String query, byte[] document) {
        RequestSpecification request = operator().contentType(ContentType.JSON).body(document);
        return request.post("/v1/imports" + query).then();
    }

    /** Rows of OpenAI's, a model and a date each. */
    private static String rows(String... pairs) {
        StringBuilder rows = new StringBuilder("[");
        for (int i = 0; i < pairs.length; i += 2) {
            rows.append(i == 0 ? "" : ",")
                    .append("{\"provider\": \"OpenAI\", \"model_id\": \"%s\", \"shutdown_date\": \"%s\"}"
                            .formatted(pairs[i], pairs[i + 1]));
        }
        return rows.append("]").toString();
    }

    private static String id(String key) {
        return CutoffKey.parse(key).id().value();
    }

    private double count(String name, String outcome) {
        return metrics.counter(name, "outcome", outcome).count();
    }
}
