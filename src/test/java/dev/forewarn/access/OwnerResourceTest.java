package dev.forewarn.access;

import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.posted;
import static dev.forewarn.access.Newcomers.publisher;
import static dev.forewarn.access.Newcomers.subscriber;
import static dev.forewarn.access.Newcomers.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.forewarn.ledger.Tables;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class OwnerResourceTest {

    private static final String PATH = "/v1/owners";

    @Inject
    Tables tables;

    @Test
    void isMadeNamedAndFound() {
        ValidatableResponse made = posted(operator(), PATH, "{\"name\": \"Grüße\"}")
                .statusCode(201)
                .body("id", matchesPattern("own_[a-z2-7]{26}"))
                .body("name", equalTo("Grüße"));
        String one = PATH + "/" + made.extract().path("id");

        made.header("Location", containsString(one));
        operator()
                .contentType(MergePatch.MEDIA_TYPE)
                .body("{\"name\": \"another\"}")
                .patch(one)
                .then()
                .statusCode(200)
                .body("name", equalTo("another"));
        operator().get(one).then().statusCode(200).body("name", equalTo("another"));
        operator().get(PATH + "?limit=1000").then().body("items.name", hasItem("another"));
        operator().get(PATH + "?limit=1").then().body("items.id", contains("own_operator"));
    }

    @Test
    void isMadeOnceUnderAnIdempotencyKey() {
        String under = UUID.randomUUID().toString();
        RequestSpecification mine = operator().header(IdempotencyKey.HEADER, under);

        String id = posted(mine, PATH, "{\"name\": \"one\"}")
                .statusCode(201)
                .extract()
                .path("id");
        posted(mine, PATH, "{\"name\": \"one\"}")
                .statusCode(201)
                .header(IdempotencyKey.REPLAYED, "true")
                .body("id", equalTo(id));
        problem(posted(mine, PATH, "{\"name\": \"two\"}"), 422);
    }

    @Test
    void isManagedByOperatorsOnly() {
        String owner = owner();
        for (String key : new String[] {subscriber(owner), publisher(owner, "urn:a", "a", "press")}) {
            problem(with(key).get(PATH).then(), 403);
            problem(with(key).get(PATH + "/" + owner).then(), 403);
            problem(with(key).delete(PATH + "/" + owner).then(), 403);
            problem(posted(with(key), PATH, "{\"name\": \"one\"}"), 403);
        }
    }

    @Test
    void takesWithItAllThatBelongsToIt() {
        String owner = owner();
        String other = owner();
        String key = subscriber(owner);
        String others = subscriber(other);
        long gone = subscription(owner);
        long stays = subscription(other);

        operator().delete(PATH + "/" + owner).then().statusCode(204);

        problem(with(key).get("/v1/keys").then(), 401);
        with(others).get("/v1/keys").then().statusCode(200);
        problem(operator().get(PATH + "/" + owner).then(), 404);
        problem(operator().delete(PATH + "/" + owner).then(), 404);
        operator().get(PATH + "?limit=1000").then().body("items.id", not(hasItem(owner)));
        assertThat(left(gone)).containsExactly("erasure");
        assertThat(left(stays)).containsExactly("lane", "subscription", "subscription_subject", "waiting");
    }

    @Test
    void staysWhereItIsTheOperators() {
        problem(operator().delete(PATH + "/own_operator").then(), 409);
        operator().get(PATH + "/own_operator").then().statusCode(200);
    }

    @Test
    void isNoneOfAnyOtherName() {
        for (String id : new String[] {"own_aaaaaaaaaaaaaaaaaaaaaaaaaa", "x", "%00", "%ED%A0%80", "own_%0a"}) {
            RequestSpecification request = operator().urlEncodingEnabled(false);
            problem(request.get(PATH + "/" + id).then(), 404);
            problem(request.delete(PATH + "/" + id).then(), 404);
            problem(
                    request.contentType(MergePatch.MEDIA_TYPE)
                            .body("{\"name\": \"a\"}")
                            .patch(PATH + "/" + id)
                            .then(),
                    404);
        }
    }

    @Test
    void hasAName() {
        for (String body :
                new String[] {"{}", "{\"name\": null}", "{\"name\": \"\"}", "{\"name\": 7}", "{\"name\": \"a\\nb\"}"}) {
            problem(posted(operator(), PATH, body), 422).body("errors.pointer", contains("/name"));
        }
        problem(posted(operator(), PATH, "{\"name\": \"%s\"}".formatted("x".repeat(201))), 422)
                .body("detail", containsString("200"));
        problem(posted(operator(), PATH, "{\"name\": \"a\", \"id\": \"own_mine\"}"), 422)
                .body("errors.pointer", contains("/id"));
    }

    private long subscription(String owner) {
        long id = tables.number(
                """
                insert into subscription (public_id, url, format, state, secret, created_at, updated_at, owner_id)
                select 'sub_' || $2, 'https://example.com/', 'standard', 'paused', '', now(), now(), id
                from owner where public_id = $1
                returning id""",
                owner,
                UUID.randomUUID().toString());
        tables.rows(
                "insert into subscription_subject (subscription_id, pattern, milestones, kinds, lead_times) values ($1, '*', -1, -1, -1)",
                id);
        tables.rows("insert into lane (subscription_id, next_at) values ($1, null)", id);
        tables.rows(
                "insert into waiting (subscription_id, due_at, position, day, attempts) values ($1, 'infinity', 1, '2026-01-01', 1)",
                id);
        return id;
    }

    /** The tables that still know of a subscription. */
    private List<String> left(long subscription) {
        return tables.texts(
                """
                select 'erasure' as name from erasure where subscription_id = $1
                union all select 'lane' from lane where subscription_id = $1
                union all select 'subscription' from subscription where id = $1
                union all select 'subscription_subject' from subscription_subject where subscription_id = $1
                union all select 'waiting' from waiting where subscription_id = $1
                order by name""",
                subscription);
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }
}
