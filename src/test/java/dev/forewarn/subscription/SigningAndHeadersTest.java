package dev.forewarn.subscription;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SigningAndHeadersTest {

    private static final String PATH = "/v1/subscriptions";

    @Inject
    Made made;

    @Inject
    Targets targets;

    /** A registered subscription that is sent to. */
    private record Active(long id, String publicId, String secret) {}

    @Test
    void theSecretBeforeSignsBesideTheNewOneForAsLongAsIsAskedFor() {
        Active active = active("");

        JsonPath rotated = rotate(active, "{\"overlap\": \"PT36H\"}")
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(rotated.getString("secret"))
                .matches("whsec_[A-Za-z0-9+/]{43}=")
                .isNotEqualTo(active.secret());
        assertThat(Duration.between(Instant.now(), Instant.parse(rotated.getString("previousUntil"))))
                .isBetween(Duration.ofHours(35), Duration.ofHours(36));
        assertThat(keys(active)).containsExactly(key(rotated.getString("secret")), key(active.secret()));
    }

    @Test
    void aDayIfNothingIsSaidOfIt() {
        Active active = active("");

        String until = rotate(active, "").statusCode(200).extract().path("previousUntil");

        assertThat(Duration.between(Instant.now(), Instant.parse(until)))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    void rotatingAgainKeepsOnlyTheLatestOfThoseBefore() {
        Active active = active("");

        String second = rotate(active, "").extract().path("secret");
        String third = rotate(active, "").extract().path("secret");

        assertThat(keys(active)).containsExactly(key(third), key(second));
    }

    @Test
    void theSecretBeforeEndsWhenItsTimeIsOver() {
        Active active = active("");

        String second = rotate(active, "").extract().path("secret");
        made.rows("update subscription set previous_secret_until = now() where id = $1", active.id());
        assertThat(keys(active)).containsExactly(key(second));

        String third = rotate(active, "{\"overlap\": \"PT0S\"}").extract().path("secret");
        assertThat(keys(active)).containsExactly(key(third));
        assertThat(row(active).getBuffer("previous_secret")).isNull();
    }

    @Test
    void refusesAnOverlapThatIsTooLong() {
        Active active = active("");

        rotate(active, "{\"overlap\": \"P8D\"}")
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("errors.pointer", contains("/overlap"));
        assertThat(keys(active)).containsExactly(key(active.secret()));
    }

    @Test
    void headersAreSentAlongAndTheirValuesShownToNobody() {
        Active active = active(", \"headers\": {\"X-Team\": \"billing-9471\", \"x-token\": \"t0k3n\"}");

        assertThat(target(active).headers()).isEqualTo(Map.of("X-Team", "billing-9471", "x-token", "t0k3n"));
        assertThat(target(active).toString()).doesNotContain("billing").doesNotContain("t0k3n");
        String shown = operator()
                .get(PATH + "/" + active.publicId())
                .then()
                .statusCode(200)
                .body("headers", contains("X-Team", "x-token"))
                .extract()
                .asString();
        assertThat(shown).doesNotContain("billing-9471").doesNotContain("t0k3n");
        assertThat(new String(row(active).getBuffer("headers").getBytes(), ISO_8859_1))
                .doesNotContain("X-Team")
                .doesNotContain("billing-9471");
    }

    @Test
    void aChangeOfOtherMembersKeepsThem() {
        Active active = active(", \"headers\": {\"X-Team\": \"billing\"}");

        patch(active, "{\"description\": \"ours\"}").statusCode(200).body("headers", contains("X-Team"));

        assertThat(target(active).headers()).isEqualTo(Map.of("X-Team", "billing"));
    }

    @Test
    void aChangeAddsReplacesAndTakesAway() {
        Active active = active(", \"headers\": {\"X-Team\": \"billing\", \"X-Old\": \"1\"}");

        patch(active, "{\"headers\": {\"x-team\": \"sales\", \"X-Old\": null, \"X-New\": \"2\"}}")
                .statusCode(200)
                .body("headers", contains("x-team", "X-New"));
        assertThat(target(active).headers()).isEqualTo(Map.of("x-team", "sales", "X-New", "2"));

        patch(active, "{\"headers\": null}").statusCode(200).body("headers", empty());
        assertThat(row(active).getBuffer("headers")).isNull();
    }

    @Test
    void tellsWhichHeaderIsWrong() {
        Active active = active("");

        patch(active, "{\"headers\": {\"Webhook-Id\": \"x\", \"X-A\": \"a\\r\\nb\", \"X-B\": \"b\"}}")
                .statusCode(422)
                .body("errors.pointer", hasItem("/headers/Webhook-Id"))
                .body("errors.pointer", hasItem("/headers/X-A"))
                .body("errors.size()", equalTo(2));
        assertThat(target(active).headers()).isEmpty();
    }

    private Active active(String more) {
        JsonPath answer = operator()
                .contentType(ContentType.JSON)
                .body("{\"url\": \"https://receiver.invalid/\"" + more + "}")
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String publicId = answer.getString("id");
        long id = made.rows(
                        """
                        update subscription set state = 'active', next_ping_at = null where public_id = $1
                        returning id""",
                        publicId)
                .get(0)
                .getLong(0);
        return new Active(id, publicId, answer.getString("secret"));
    }

    private Target target(Active active) {
        return targets.active(List.of(active.id())).await().atMost(Made.AT_MOST).values().stream()
                .findFirst()
                .orElseThrow();
    }

    private List<String> keys(Active active) {
        return target(active).keys().stream().map(SigningAndHeadersTest::text).toList();
    }

    private static String key(String secret) {
        return text(Base64.getDecoder().decode(secret.substring("whsec_".length())));
    }

    private static String text(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private Row row(Active active) {
        return made.rows("select * from subscription where id = $1", active.id())
                .get(0);
    }

    private static ValidatableResponse rotate(Active active, String body) {
        RequestSpecification request = body.isEmpty()
                ? operator()
                : operator().contentType(ContentType.JSON).body(body);
        return request.post(PATH + "/" + active.publicId() + "/secret/rotate").then();
    }

    private static ValidatableResponse patch(Active active, String body) {
        return operator()
                .contentType(MergePatch.MEDIA_TYPE)
                .body(body)
                .patch(PATH + "/" + active.publicId())
                .then();
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY);
    }
}
