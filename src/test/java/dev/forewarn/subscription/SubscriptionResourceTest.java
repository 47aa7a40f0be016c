package dev.forewarn.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SubscriptionResourceTest {

    private static final String PATH = "/v1/subscriptions";

    @Inject
    Pool pool;

    @Inject
    MeterRegistry meters;

    @Test
    void registersAndShowsTheSecretOnce() {
        ValidatableResponse registered = register(
                """
                {"url": "https://receiver.invalid/hook", "subjects": ["openai/*"], "milestones": ["shutdown"],
                 "channels": ["azure"], "regions": ["US"], "kinds": ["approaching"], "leadTimes": ["P30D", "P7D"],
                 "format": "standard", "description": "ours"}""");
        String id = registered.extract().path("id");

        registered
                .header("Location", containsString(PATH + "/" + id))
                .body("id", matchesPattern("sub_[a-z2-7]{26}"))
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                .body("state", equalTo("unverified"));
        String shown = operator()
                .get(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("subjects", contains("openai/*"))
                .body("leadTimes", contains("P30D", "P7D"))
                .body("description", equalTo("ours"))
                .body("createdAt", equalTo(registered.extract().path("createdAt")))
                .body("updatedAt", equalTo(registered.extract().path("createdAt")))
                .extract()
                .asString();
        assertThat(shown).doesNotContain("secret").doesNotContain("whsec_");
    }

    @Test
    void takesAllWhenAFilterIsLeftOutEmptyOrNull() {
        String id = register(
                        """
                {"url": "https://receiver.invalid/", "subjects": [], "milestones": null}""")
                .extract()
                .path("id");

        operator().get(PATH + "/" + id).then().body("subjects", empty()).body("regions", empty());
        assertThat(routes(id)).containsExactly("* -1 -1 -1 null null");
    }

    @Test
    void writesARouteForEachSubjectWithoutRepetitions() {
        String id = register(
                        """
                {"url": "https://receiver.invalid/", "subjects": ["openai/*", "groq/qwen/qwen3-32b", "openai/*"],
                 "milestones": ["shutdown", "deprecated"], "kinds": ["reached"], "leadTimes": ["P0D"],
                 "channels": ["azure"], "regions": ["DE", "*"]}""")
                .extract()
                .path("id");

        assertThat(routes(id))
                .containsExactly("groq/qwen/qwen3-32b 17 32 256 [azure] null", "openai/* 17 32 256 [azure] null");
    }

    @Test
    void tellsAllFaultsAtOnce() {
        operator()
                .contentType(ContentType.JSON)
                .body(
                        """
                        {"url": "ftp://example.com", "subject": ["a/b"], "subjects": ["OpenAI/x", 7],
                         "milestones": "shutdown", "kinds": ["cutoff.reached"], "leadTimes": ["P2D"], "regions": ["us"],
                         "channels": ["Azure"], "format": "teams", "a/b~": 1, "secret": "whsec_x"}""")
                .post(PATH)
                .then()
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(422))
                .body(
                        "errors.pointer",
                        hasItems(
                                "/url",
                                "/subject",
                                "/subjects/0",
                                "/subjects/1",
                                "/milestones",
                                "/kinds/0",
                                "/leadTimes/0",
                                "/regions/0",
                                "/channels/0",
                                "/format",
                                "/a~1b~0",
                                "/secret"))
                .body(
                        "errors.find { it.pointer == '/kinds/0' }.detail",
                        containsString("announced, revised, withdrawn"))
                .body("errors.find { it.pointer == '/leadTimes/0' }.detail", containsString("P180D, P90D"))
                .body("errors.find { it.pointer == '/format' }.detail", containsString("standard"))
                .body("errors.find { it.pointer == '/subject' }.detail", containsString("subjects, milestones"));
    }

    @Test
    void refusesWhatIsNotAJsonObject() {
        refused("{\"url\": ").statusCode(400).body("detail", containsString("line 1"));
        refused("{\"url\": \"https://a.example/\", \"url\": \"https://b.example/\"}")
                .statusCode(400);
        refused("{} {}").statusCode(400);
        refused("").statusCode(400).body("detail", containsString("empty"));
        refused("[]").statusCode(422).body("errors.pointer", contains(""));
        refused("null").statusCode(422).body("errors.pointer", contains(""));
        refused("{}").statusCode(422).body("errors.pointer", contains("/url"));
    }

    @Test
    void refusesAnotherMediaType() {
        problem(operator().contentType(ContentType.TEXT).body("{}").post(PATH).then(), 415);
        problem(operator().accept(ContentType.XML).get(PATH).then(), 406);
    }

    @Test
    void changesWhatIsGivenAndClearsWhatIsNull() {
        String id = register(
                        """
                {"url": "https://receiver.invalid/", "subjects": ["openai/*"], "regions": ["DE"], "description": "ours"}""")
                .extract()
                .path("id");

        operator()
                .contentType(MergePatch.MEDIA_TYPE)
                .body("{\"subjects\": [\"groq/*\"], \"regions\": null}")
                .patch(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("subjects", contains("groq/*"))
                .body("regions", empty())
                .body("description", equalTo("ours"))
                .body("url", equalTo("https://receiver.invalid/"))
                .body("secret", nullValue());
        assertThat(routes(id)).containsExactly("groq/* -1 -1 -1 null null");
    }

    @Test
    void keepsAllWhenAChangeIsRefused() {
        String id = register("{\"url\": \"https://receiver.invalid/\", \"subjects\": [\"openai/*\"]}")
                .extract()
                .path("id");

        problem(patch(id, "{\"subjects\": [\"groq/*\"], \"url\": null, \"state\": \"paused\"}"), 422)
                .body("errors.pointer", hasItems("/url", "/state"));
        problem(patch(id, "[]"), 422);
        assertThat(routes(id)).containsExactly("openai/* -1 -1 -1 null null");
    }

    @Test
    void deletesWithAllThatWaits() {
        String id =
                register("{\"url\": \"https://receiver.invalid/\"}").extract().path("id");
        long key = key(id);
        execute("insert into lane (subscription_id) values ($1)", key);
        execute("insert into waiting values ($1, now(), 1, current_date, 1)", key);

        operator().delete(PATH + "/" + id).then().statusCode(204);

        problem(operator().delete(PATH + "/" + id).then(), 404);
        problem(operator().get(PATH + "/" + id).then(), 404);
        problem(patch(id, "{}"), 404);
        assertThat(count("select count(*) from lane where subscription_id = $1", key))
                .isZero();
        assertThat(count("select count(*) from waiting where subscription_id = $1", key))
                .isZero();
        assertThat(count("select count(*) from subscription_subject where subscription_id = $1", key))
                .isZero();
    }

    @Test
    void listsEveryOnePageByPage() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(register("{\"url\": \"https://receiver.invalid/\"}")
                    .extract()
                    .path("id"));
        }

        List<String> listed = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification request = operator().queryParam("limit", 2);
            ValidatableResponse page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get(PATH)
                    .then()
                    .statusCode(200);
            listed.addAll(page.extract().<List<String>>path("items.id"));
            assertThat(page.extract().asString()).contains("\"next\":").doesNotContain("whsec_");
            cursor = page.extract().path("next");
        } while (cursor != null);

        assertThat(listed).doesNotHaveDuplicates().containsSubsequence(made);
    }

    @Test
    void refusesAWrongCursorAndLimitByName() {
        for (String limit : List.of("0", "1001", "-1", "ten", "1.5", "99999999999")) {
            problem(operator().queryParam("limit", limit).get(PATH).then(), 400)
                    .body("errors.parameter", contains("limit"));
        }
        for (String cursor : List.of("x", "AAAA", "%00", "MQpz")) {
            problem(operator().queryParam("cursor", cursor).get(PATH).then(), 400)
                    .body("errors.parameter", contains("cursor"));
        }
    }

    @Test
    void sealsTheSecretInTheDatabase() {
        ValidatableResponse registered = register("{\"url\": \"https://receiver.invalid/\"}");
        byte[] stored = pool.preparedQuery("select secret from subscription where public_id = $1")
                .execute(Tuple.of(registered.extract().<String>path("id")))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getBuffer("secret")
                .getBytes();
        byte[] key = Base64.getDecoder()
                .decode(registered.extract().<String>path("secret").substring("whsec_".length()));

        assertThat(key).hasSize(32);
        assertThat(stored).startsWith(2, 1).hasSize(1 + 5 + 12 + 32 + 16);
        assertThat(HexFormat.of().formatHex(stored))
                .doesNotContain(HexFormat.of().formatHex(key));
    }

    @Test
    void countsEveryEnd() {
        double registered = counted(SubscriptionMetrics.REGISTERED);
        double changed = counted(SubscriptionMetrics.CHANGED);
        double deleted = counted(SubscriptionMetrics.DELETED);
        double refused = counted(SubscriptionMetrics.REFUSED);

        String id =
                register("{\"url\": \"https://receiver.invalid/\"}").extract().path("id");
        patch(id, "{\"description\": \"ours\"}").statusCode(200);
        operator().delete(PATH + "/" + id).then().statusCode(204);
        refused("{}").statusCode(422);

        assertThat(counted(SubscriptionMetrics.REGISTERED)).isEqualTo(registered + 1);
        assertThat(counted(SubscriptionMetrics.CHANGED)).isEqualTo(changed + 1);
        assertThat(counted(SubscriptionMetrics.DELETED)).isEqualTo(deleted + 1);
        assertThat(counted(SubscriptionMetrics.REFUSED)).isEqualTo(refused + 1);
    }

    private double counted(String outcome) {
        return meters.counter(SubscriptionMetrics.REGISTRY, SubscriptionMetrics.OUTCOME, outcome)
                .count();
    }

    @Test
    void asksForAKey() {
        problem(given().get(PATH).then(), 401).header("WWW-Authenticate", equalTo("Bearer"));
        problem(given().auth().preemptive().basic("a", "b").get(PATH).then(), 401)
                .header("WWW-Authenticate", equalTo("Bearer"));
        problem(given().header("Authorization", "Bearer wrong").get(PATH).then(), 401)
                .header("WWW-Authenticate", containsString("Bearer error=\"invalid_token\""));
        problem(given().contentType(ContentType.JSON).body("{").post(PATH).then(), 401);
    }

    @Test
    void answersAnUnknownPathOrMethodWithAProblem() {
        problem(operator().get("/v1/nothing").then(), 404);
        problem(given().get("/nothing").then(), 404);
        problem(given().get("/q/nothing").then(), 404);
        problem(operator().put(PATH).then(), 405);
        problem(operator().delete(PATH).then(), 405);
        problem(operator().get(PATH + "/sub_nothing").then(), 404);
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY);
    }

    private static ValidatableResponse register(String body) {
        return operator()
                .contentType(ContentType.JSON)
                .body(body)
                .post(PATH)
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse refused(String body) {
        return operator()
                .contentType(ContentType.JSON)
                .body(body)
                .post(PATH)
                .then()
                .contentType(Problem.MEDIA_TYPE);
    }

    private static ValidatableResponse patch(String id, String body) {
        return operator()
                .contentType(ContentType.JSON)
                .body(body)
                .patch(PATH + "/" + id)
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }

    private long key(String id) {
        return pool.preparedQuery("select id from subscription where public_id = $1")
                .execute(Tuple.of(id))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private List<String> routes(String id) {
        List<String> routes = new ArrayList<>();
        pool.preparedQuery(
                        """
                        select pattern, milestones, kinds, lead_times, channels, regions
                        from subscription_subject where subscription_id = $1 order by pattern""")
                .execute(Tuple.of(key(id)))
                .await()
                .indefinitely()
                .forEach(row -> routes.add("%s %d %d %d %s %s"
                        .formatted(
                                row.getString(0),
                                row.getInteger(1),
                                row.getInteger(2),
                                row.getInteger(3),
                                row.getArrayOfStrings(4) == null ? null : List.of(row.getArrayOfStrings(4)),
                                row.getArrayOfStrings(5) == null ? null : List.of(row.getArrayOfStrings(5)))));
        return routes;
    }

    private void execute(String statement, long key) {
        pool.preparedQuery(statement).execute(Tuple.of(key)).await().indefinitely();
    }

    private long count(String query, long key) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(key))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
