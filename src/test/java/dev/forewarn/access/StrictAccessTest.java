package dev.forewarn.access;

import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.posted;
import static dev.forewarn.access.Newcomers.publisher;
import static dev.forewarn.access.Newcomers.subscriber;
import static dev.forewarn.access.Newcomers.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Strict.class)
class StrictAccessTest {

    private static final String SUBSCRIBER = "{\"name\": \"mine\", \"role\": \"subscriber\"}";
    private static final int MANY = 40;

    @Inject
    MeterRegistry meters;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/notices",
                "/v1/notices/ntc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
                "/v1/notices/stream",
                "/v1/notices.atom",
                "/v1/calendar.ics",
                "/v1/badge/openai/sora.svg",
                "/v1/cutoffs",
                "/v1/cutoffs/cut_aaaaaaaaaaaaaaaaaaaaaaaaaa",
                "/v1/subjects",
                "/v1/subjects/openai/sora",
                "//v1/cutoffs",
                "/v1//cutoffs",
                "/v1/cutoffs/",
                "/v1/./cutoffs",
                "/v1/x/../cutoffs",
                "/%76%31/cutoffs",
                "/v1/cutoffs;a=b"
            })
    void whatIsReadNeedsAKeyWhereReadsAreNotPublic(String path) {
        Response answer = given().urlEncodingEnabled(false).get(path);

        assertThat(answer.statusCode()).isIn(401, 404);
        assertThat(answer.asString()).doesNotContain("items");
        assertThat(given().urlEncodingEnabled(false).head(path).statusCode()).isIn(401, 404);
    }

    @Test
    void aKeyOfAnyRoleReads() {
        String owner = owner();
        problem(given().get("/v1/cutoffs").then(), 401).header("WWW-Authenticate", equalTo("Bearer"));
        for (String key : List.of(subscriber(owner), publisher(owner, "urn:a", "a", "press"))) {
            with(key).get("/v1/cutoffs").then().statusCode(200).header("Cache-Control", startsWith("private, "));
            with(key).get("/v1/notices").then().statusCode(200);
        }
    }

    @Test
    void aKeyMayChangeOnlySoMuchAtOnceAndReadOn() {
        String key = subscriber(owner());
        double before = meters.counter(AccessMetrics.LIMITED).count();

        List<Response> answers = IntStream.range(0, MANY)
                .mapToObj(
                        i -> posted(with(key), "/v1/keys", SUBSCRIBER).extract().response())
                .toList();

        Response refused = answers.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        problem(refused.then(), 429)
                .header("Retry-After", matchesPattern("[1-9]"))
                .body("detail", containsString("1 changing requests a second"))
                .body("detail", containsString(Strict.BURST + " at once"));
        assertThat(answers.subList(0, Strict.BURST)).allMatch(answer -> answer.statusCode() == 201);
        assertThat(meters.counter(AccessMetrics.LIMITED).count()).isGreaterThan(before);
        with(key).get("/v1/keys").then().statusCode(200);
    }

    @Test
    void theAdminKeyAndOtherKeysAreNotHeldUpByOne() {
        String key = subscriber(owner());
        IntStream.range(0, MANY).forEach(i -> with(key).delete("/v1/keys/key_none"));

        IntStream.range(0, MANY)
                .forEach(i -> operator().delete("/v1/keys/key_none").then().statusCode(404));
        posted(with(subscriber(owner())), "/v1/keys", SUBSCRIBER).statusCode(201);
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }
}
