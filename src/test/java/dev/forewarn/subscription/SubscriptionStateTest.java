package dev.forewarn.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Made.One;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SubscriptionStateTest {

    private static final String PATH = "/v1/subscriptions";
    private static final String URL = "https://receiver.invalid/";

    @Inject
    Made made;

    @Inject
    Consent consent;

    @Inject
    MeterRegistry meters;

    @Test
    void aNewOneIsUnverifiedAndAskedAtOnce() {
        AtomicInteger told = new AtomicInteger();
        consent.onAsk(told::incrementAndGet);

        ValidatableResponse registered = operator()
                .contentType(ContentType.JSON)
                .body("{\"url\": \"" + URL + "\"}")
                .post(PATH)
                .then()
                .statusCode(201)
                .body("state", equalTo("unverified"))
                .body("stateSince", notNullValue())
                .body("reason", nullValue())
                .body("owner", equalTo("own_operator"));

        assertThat(told).hasPositiveValue();
        Row row = made.rows(
                        "select * from subscription where public_id = $1",
                        registered.extract().<String>path("id"))
                .get(0);
        assertThat(row.getOffsetDateTime("asked_since")).isNotNull();
        assertThat(row.getOffsetDateTime("next_ping_at")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "failing"})
    void restsFromItsPauseToItsResumption(String state) {
        One one = verified(state);

        pause(one).statusCode(200).body("state", equalTo("paused"));
        pause(one).statusCode(200).body("state", equalTo("paused"));
        resume(one).statusCode(200).body("state", equalTo("active"));
        resume(one).statusCode(200).body("state", equalTo("active"));
    }

    @ParameterizedTest
    @CsvSource({"unverified, ping", "disabled, disabled"})
    void canNotBePausedIfItIsNotSentToAnyway(String state, String why) {
        One one = verified(state);

        pause(one).statusCode(409).contentType(Problem.MEDIA_TYPE).body("detail", containsString(why));
        assertThat(made.state(one)).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "failing", "disabled"})
    void resumptionLetsWhatWaitsGoOnAndForgetsFailures(String state) {
        One one = verified(state);
        made.rows("update subscription set reason = 'failing' where id = $1 and state = 'disabled'", one.id());
        made.rows("insert into lane (subscription_id, next_at) values ($1, now() + interval '1 day')", one.id());
        made.rows("insert into trouble values ($1, now(), now(), '{1}')", one.id());

        resume(one).statusCode(200).body("state", equalTo("active")).body("reason", nullValue());

        assertThat(made.number(
                        "select count(*) from lane where subscription_id = $1 and next_at > now() + interval '1 hour'",
                        one.id()))
                .isZero();
        assertThat(made.number("select count(*) from trouble where subscription_id = $1", one.id()))
                .isZero();
    }

    @Test
    void oneThatHasNeverSaidYesIsAskedAgainWhenItIsResumed() {
        One one = made.subscription(0, URL, "disabled");
        made.rows("update subscription set pings = 10, reason = 'unverified' where id = $1", one.id());

        resume(one).statusCode(200).body("state", equalTo("unverified")).body("reason", nullValue());

        Row row = made.row(one);
        assertThat(row.getOffsetDateTime("asked_since")).isNotNull();
        assertThat(row.getInteger("pings")).isLessThan(10);
        resume(one).statusCode(200).body("state", equalTo("unverified"));
    }

    @ParameterizedTest
    @CsvSource({
        "active, unverified",
        "failing, unverified",
        "unverified, unverified",
        "disabled, unverified",
        "paused, paused"
    })
    void anotherUrlHasToSayYesAnew(String before, String after) {
        One one = verified(before);

        patch(one, "{\"url\": \"https://other.invalid/\"}")
                .statusCode(200)
                .body("state", equalTo(after))
                .body("reason", nullValue());
        assertThat(made.row(one).getOffsetDateTime("verified_at")).isNull();
    }

    @Test
    void onePausedThatHasMovedIsAskedWhenItIsResumed() {
        One one = verified("paused");

        patch(one, "{\"url\": \"https://other.invalid/\"}").statusCode(200);

        resume(one).statusCode(200).body("state", equalTo("unverified"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unverified", "active", "failing", "paused", "disabled"})
    void otherTermsKeepTheState(String state) {
        One one = verified(state);

        patch(one, "{\"description\": \"ours\", \"url\": \"" + URL + "\"}")
                .statusCode(200)
                .body("state", equalTo(state));
        assertThat(made.row(one).getOffsetDateTime("verified_at")).isNotNull();
    }

    @Test
    void theListIsFilteredByState() {
        One paused = verified("paused");
        One active = verified("active");

        operator()
                .queryParam("state", "paused")
                .queryParam("limit", 1000)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("items.id", hasItem(paused.publicId()))
                .body("items.id", not(hasItem(active.publicId())))
                .body("items.state", everyItem(equalTo("paused")));
        operator()
                .queryParam("state", "tired")
                .get(PATH)
                .then()
                .statusCode(400)
                .body("detail", containsString("unverified, active, failing, paused, disabled"));
    }

    @Test
    void whatIsNotThereCanBeNeitherPausedNorResumedNorRotated() {
        for (String id : List.of("sub_nothing", "sub_%00", "%ED%A0%80", "a".repeat(500))) {
            for (String call : List.of("pause", "resume", "secret/rotate")) {
                operator()
                        .urlEncodingEnabled(false)
                        .post(PATH + "/" + id + "/" + call)
                        .then()
                        .statusCode(404)
                        .contentType(Problem.MEDIA_TYPE);
            }
        }
    }

    @Test
    void changesAreCountedAndTheNumberInEachStateIsShown() {
        double before = meters.counter(SubscriptionMetrics.CHANGES, SubscriptionMetrics.STATE, "paused")
                .count();

        pause(verified("active")).statusCode(200);

        assertThat(meters.counter(SubscriptionMetrics.CHANGES, SubscriptionMetrics.STATE, "paused")
                        .count())
                .isEqualTo(before + 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> meters.get(SubscriptionMetrics.STATES)
                                .tag(SubscriptionMetrics.STATE, "paused")
                                .gauge()
                                .value()
                        >= 1);
    }

    private One verified(String state) {
        One one = made.subscription(0, URL, state);
        made.rows("update subscription set verified_at = now() where id = $1", one.id());
        return one;
    }

    private static ValidatableResponse pause(One one) {
        return operator().post(PATH + "/" + one.publicId() + "/pause").then();
    }

    private static ValidatableResponse resume(One one) {
        return operator().post(PATH + "/" + one.publicId() + "/resume").then();
    }

    private static ValidatableResponse patch(One one, String body) {
        return operator()
                .contentType(MergePatch.MEDIA_TYPE)
                .body(body)
                .patch(PATH + "/" + one.publicId())
                .then();
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY);
    }
}
