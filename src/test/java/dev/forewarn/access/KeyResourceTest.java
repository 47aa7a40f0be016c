package dev.forewarn.access;

import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.otherOperator;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.posted;
import static dev.forewarn.access.Newcomers.publisher;
import static dev.forewarn.access.Newcomers.subscriber;
import static dev.forewarn.access.Newcomers.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.forewarn.ledger.Tables;
import dev.forewarn.servers.Servers;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class KeyResourceTest {

    private static final String PATH = "/v1/keys";
    private static final String SUBSCRIBER = "{\"name\": \"mine\", \"role\": \"subscriber\"}";

    @Inject
    Tables tables;

    @Inject
    MeterRegistry meters;

    @Test
    void showsAKeyOnceAndKeepsItsDigest() {
        ValidatableResponse issued = posted(
                        operator(),
                        PATH,
                        """
                        {"name": "tracker", "role": "publisher", "sources": ["https://a.example/*"],
                         "providers": ["openai", "groq"], "authority": "press", "expiresAt": "2999-01-01T00:00:00Z"}""")
                .statusCode(201)
                .body("key", matchesPattern("fwk_[A-Za-z0-9_-]{43}"));
        String id = issued.extract().path("id");
        String key = issued.extract().path("key");

        issued.header("Location", containsString(PATH + "/" + id));
        String shown = operator()
                .get(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("id", matchesPattern("key_[a-z2-7]{26}"))
                .body("owner", equalTo("own_operator"))
                .body("sources", contains("https://a.example/*"))
                .body("providers", contains("openai", "groq"))
                .body("authority", equalTo("press"))
                .body("expiresAt", equalTo("2999-01-01T00:00:00Z"))
                .body("createdAt", equalTo(issued.extract().path("createdAt")))
                .body("key", nullValue())
                .extract()
                .asString();
        assertThat(shown).doesNotContain(key.substring(4));
        byte[] bytes = Base64.getUrlDecoder().decode(key.substring(4));
        assertThat(tables.number(
                        "select count(*) from api_key where public_id = $1 and digest = sha256($2)",
                        id,
                        io.vertx.core.buffer.Buffer.buffer(bytes)))
                .isEqualTo(1);
    }

    @Test
    void refusesARevokedKeyFromThatMomentOn() {
        String key = subscriber(owner());
        String id = onlyKey(key);
        double revoked = counted(AccessMetrics.REGISTRY, AccessMetrics.KEY_REVOKED);
        double unknown = counted(AccessMetrics.AUTHENTICATION, AccessMetrics.UNKNOWN);
        with(key).get(PATH).then().statusCode(200);

        with(key).delete(PATH + "/" + id).then().statusCode(204);

        problem(with(key).get(PATH).then(), 401).header("WWW-Authenticate", containsString("invalid_token"));
        problem(operator().delete(PATH + "/" + id).then(), 404);
        assertThat(counted(AccessMetrics.REGISTRY, AccessMetrics.KEY_REVOKED)).isEqualTo(revoked + 1);
        assertThat(counted(AccessMetrics.AUTHENTICATION, AccessMetrics.UNKNOWN)).isEqualTo(unknown + 1);
    }

    @Test
    void refusesAKeyWhoseTimeIsOver() {
        String key = subscriber(owner());
        String id = onlyKey(key);

        tables.rows("update api_key set expires_at = now() + interval '1 hour' where public_id = $1", id);
        with(key).get(PATH).then().statusCode(200);
        tables.rows("update api_key set expires_at = now() where public_id = $1", id);
        problem(with(key).get(PATH).then(), 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fwk_",
                "fwk_x",
                "fwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "x",
                "eyJhbGciOiJub25lIn0.e30.",
                "key_aaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesWhatIsNoKey(String key) {
        problem(with(key).get(PATH).then(), 401);
    }

    @Test
    void letsAnOwnerManageItsOwnKeysThatSubscribe() {
        String owner = owner();
        String key = subscriber(owner);
        publisher(owner, "urn:a", "a", "press");
        subscriber(owner());

        posted(with(key), PATH, SUBSCRIBER).statusCode(201).body("owner", equalTo(owner));
        with(key)
                .get(PATH)
                .then()
                .body("items.name", contains("theirs", "mine"))
                .body("items.owner", contains(owner, owner))
                .body("items.role", contains("subscriber", "subscriber"));
    }

    @Test
    void letsNobodyGiveMoreThanItHas() {
        RequestSpecification mine = with(subscriber(owner()));
        for (String role : List.of(
                "\"operator\"",
                "\"publisher\", \"sources\": [\"*\"], \"providers\": [\"*\"], \"authority\": \"tracker\"")) {
            problem(posted(mine, PATH, "{\"name\": \"mine\", \"role\": %s}".formatted(role)), 403)
                    .body("errors.pointer", contains("/role"));
        }
        problem(posted(mine, PATH, "{\"name\": \"mine\", \"role\": \"subscriber\", \"owner\": \"own_operator\"}"), 422)
                .body("errors.pointer", contains("/owner"));
    }

    @Test
    void hidesTheKeysOfOthers() {
        String other = owner();
        String others = onlyKey(subscriber(other));
        String owner = owner();
        String key = subscriber(owner);
        String published = keyId(operator().get(PATH + "?owner=" + owner + "&limit=1000"));
        publisher(owner, "urn:a", "a", "press");

        problem(with(key).get(PATH + "/" + others).then(), 404);
        problem(with(key).delete(PATH + "/" + others).then(), 404);
        with(key).get(PATH + "?owner=" + other).then().statusCode(200).body("items", empty());
        with(key).get(PATH + "?owner=" + owner).then().body("items.id", contains(published));
        operator().get(PATH + "/" + others).then().statusCode(200).body("owner", equalTo(other));
        operator().get(PATH + "?owner=" + other).then().body("items.id", contains(others));
        operator().get(PATH + "?owner=own_nobody").then().statusCode(200).body("items", empty());
    }

    @Test
    void letsAPublisherManageNoKeys() {
        RequestSpecification publisher = with(publisher(owner(), "urn:a", "a", "press"));

        problem(publisher.get(PATH).then(), 403);
        problem(posted(publisher, PATH, SUBSCRIBER), 403);
    }

    @Test
    void letsAnOperatorsKeyDoAllThatTheAdminKeyDoes() {
        String key = otherOperator();

        posted(with(key), "/v1/owners", "{\"name\": \"theirs\"}").statusCode(201);
        posted(with(key), PATH, SUBSCRIBER).statusCode(201).body("owner", equalTo("own_operator"));
    }

    @Test
    void pagesThroughTheKeys() {
        String owner = owner();
        subscriber(owner);
        subscriber(owner);
        String key = subscriber(owner);

        ValidatableResponse first = with(key).get(PATH + "?limit=2").then().body("items.size()", equalTo(2));
        String next = first.extract().path("next");
        with(key)
                .queryParam("cursor", next)
                .get(PATH + "?limit=2")
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].id", not(equalTo(first.extract().path("items[1].id"))))
                .body("next", nullValue());
        problem(with(key).get(PATH + "?cursor=x").then(), 400);
        problem(with(key).get(PATH + "?limit=1001").then(), 400).body("detail", containsString("1 to 1000"));
    }

    @Test
    void tellsAllFaultsAtOnce() {
        refused(
                """
                {"name": " ", "role": "king", "expiresAt": "2020-01-01T00:00:00Z", "key": "fwk_", "owner": 7}""",
                "/name",
                "/role",
                "/expiresAt",
                "/key",
                "/owner");
        refused("{\"name\": \"a\\u0000\", \"role\": \"publisher\"}", "/name", "/sources", "/providers", "/authority");
        refused(
                """
                {"name": "a", "role": "publisher", "sources": ["**"], "providers": ["A/b"], "authority": "king"}""",
                "/sources/0",
                "/sources",
                "/providers/0",
                "/providers",
                "/authority");
        refused(
                "{\"name\": \"\\ud800\", \"role\": \"subscriber\", \"sources\": [\"*\"], \"authority\": \"press\"}",
                "/name",
                "/sources",
                "/authority");
        refused("{\"name\": \"a\", \"role\": \"subscriber\", \"expiresAt\": \"+10000-01-01T00:00:00Z\"}", "/expiresAt");
        refused("{\"name\": \"a\", \"role\": \"subscriber\", \"owner\": \"own_nobody\"}", "/owner");
        refused("{\"name\": \"a\", \"role\": \"subscriber\", \"owner\": \"\\ud800\"}", "/owner");
        problem(posted(operator(), PATH, ""), 400);
        problem(posted(operator(), PATH, "{"), 400);
        problem(posted(operator(), PATH, "[]"), 422);
    }

    @Test
    void makesOneKeyForRequestsUnderOneIdempotencyKey() {
        RequestSpecification mine = with(subscriber(owner()));
        String under = UUID.randomUUID().toString();
        double repeated = counted(AccessMetrics.REGISTRY, AccessMetrics.REPEATED);

        ValidatableResponse first = posted(mine.header(IdempotencyKey.HEADER, under), PATH, SUBSCRIBER)
                .statusCode(201)
                .header(IdempotencyKey.REPLAYED, nullValue());
        ValidatableResponse second = posted(mine, PATH, SUBSCRIBER).statusCode(201);

        second.header(IdempotencyKey.REPLAYED, "true")
                .header("Location", equalTo(first.extract().header("Location")))
                .body("id", equalTo(first.extract().path("id")))
                .body("key", nullValue());
        problem(posted(mine, PATH, "{\"name\": \"another\", \"role\": \"subscriber\"}"), 422)
                .body("errors.parameter", contains(IdempotencyKey.HEADER));
        mine.delete(PATH + "/" + first.extract().path("id")).then().statusCode(204);
        problem(posted(mine, PATH, SUBSCRIBER), 409);
        assertThat(counted(AccessMetrics.REGISTRY, AccessMetrics.REPEATED)).isEqualTo(repeated + 1);
    }

    @Test
    void makesOneKeyForRequestsAtOnce() {
        String key = subscriber(owner());
        String under = UUID.randomUUID().toString();

        Set<String> made = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> posted(with(key).header(IdempotencyKey.HEADER, under), PATH, SUBSCRIBER)
                                .statusCode(201)
                                .extract()
                                .<String>path("id")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .collect(Collectors.toSet());

        assertThat(made).hasSize(1);
        with(key).get(PATH).then().body("items.name", containsInAnyOrder("theirs", "mine"));
    }

    @Test
    void refusesAMalformedIdempotencyKey() {
        problem(posted(operator().header(IdempotencyKey.HEADER, "x".repeat(256)), PATH, SUBSCRIBER), 400)
                .body("detail", containsString("255"));
    }

    @Test
    void limitsTheKeysOfAnOwner() {
        String owner = owner();
        String key = subscriber(owner);
        tables.rows(
                """
                insert into api_key (public_id, owner_id, name, role, digest, created_at)
                select 'key_' || o.id || 'x' || i, o.id, 'many', 'subscriber', sha256(convert_to(o.id || 'x' || i, 'UTF8')), now()
                from owner o, generate_series(1, 98) i where o.public_id = $1""",
                owner);

        posted(with(key), PATH, SUBSCRIBER).statusCode(201);
        problem(posted(with(key), PATH, SUBSCRIBER), 409).body("detail", containsString("100"));
    }

    @Test
    void saysThatTheDatabaseIsAwayInsteadOfRefusingTheKey() {
        String key = subscriber(owner());
        Servers.stopPostgres();
        try {
            problem(with(key).get(PATH).then(), 503).header("Retry-After", "5");
            problem(with(key).get("/v1/nothing").then(), 503);
            problem(with("fwk_x").get(PATH).then(), 401);
            problem(operator().get("/v1/nothing").then(), 404);
        } finally {
            Servers.startPostgres();
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> with(key).get(PATH).then().statusCode(200));
        assertThat(counted(AccessMetrics.AUTHENTICATION, AccessMetrics.UNAVAILABLE))
                .isPositive();
    }

    private double counted(String meter, String outcome) {
        return meters.counter(meter, AccessMetrics.OUTCOME, outcome).count();
    }

    private static String onlyKey(String key) {
        return keyId(with(key).get(PATH));
    }

    private static String keyId(io.restassured.response.Response keys) {
        return keys.then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .extract()
                .path("items[0].id");
    }

    private static void refused(String body, String... pointers) {
        problem(posted(operator(), PATH, body), 422).body("errors.pointer", containsInAnyOrder(pointers));
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }
}
