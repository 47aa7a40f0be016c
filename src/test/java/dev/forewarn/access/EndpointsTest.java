package dev.forewarn.access;

import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.posted;
import static dev.forewarn.access.Newcomers.publisher;
import static dev.forewarn.access.Newcomers.subscriber;
import static dev.forewarn.access.Newcomers.with;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.delivery.SomeDelivery;
import dev.forewarn.ledger.Tables;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Walks every endpoint that the service describes, as whoever may not call it. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class EndpointsTest {

    /** What anybody may read; a new endpoint is not one of these by itself. */
    private static final List<String> PUBLIC =
            List.of("/v1/notices", "/v1/cutoffs", "/v1/subjects", "/v1/check", "/v1/calendar.ics", "/v1/badge");

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Inject
    Tables tables;

    private String other = "";
    private String othersKey = "";
    private String mine = "";
    private List<String> ids = List.of();
    private Map<String, String> named = Map.of();

    /** @param path with its parameters named */
    private record Endpoint(String method, String path, String type) {

        boolean isPublic() {
            return PUBLIC.stream().anyMatch(path::startsWith);
        }

        boolean isOf(String resource) {
            return path.startsWith("/v1/" + resource);
        }

        /** Whether its answer never ends. */
        boolean streams() {
            return path.endsWith("/stream");
        }

        boolean names(String parameter) {
            return path.contains("{" + parameter + "}");
        }

        /** @param named an id for each resource that has one */
        Response call(RequestSpecification caller, Map<String, String> named) {
            String resource = path.split("/", -1)[2];
            String filled = path.replace("{id}", named.getOrDefault(resource, "none"))
                    .replace("{provider}", "a")
                    .replace("{name}", "b")
                    .replace("{cutoff}", "cut_aaaaaaaaaaaaaaaaaaaaaaaaaa");
            return request(caller).request(method, filled);
        }

        RequestSpecification request(RequestSpecification caller) {
            return type.isEmpty() ? caller : caller.header("Content-Type", type).body(body().getBytes(UTF_8));
        }

        /** What it must say to come as far as the question whose thing it is. */
        private String body() {
            if (path.endsWith("/replay")) {
                return "{\"since\": \"%s\"}".formatted(Instant.now());
            }
            return path.endsWith("/acknowledgements") ? "{\"cutoff\": \"a/b:shutdown\"}" : "{}";
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeEach
    void somebodyElseHasSomething() {
        other = owner();
        othersKey = subscriber(other);
        mine = owner();
        String key = with(othersKey).get("/v1/keys").then().extract().path("items[0].id");
        String subscription = posted(with(othersKey), "/v1/subscriptions", "{\"url\": \"https://example.com/hook\"}")
                .statusCode(201)
                .extract()
                .path("id");
        ids = List.of(other, key, subscription);
        named = Map.of(
                "owners", other,
                "keys", key,
                "subscriptions", subscription,
                "deliveries", SomeDelivery.to(subscription, tables));
    }

    @Test
    void withoutAKeyOnlyWhatIsPublicIsAnswered() {
        for (Endpoint endpoint : endpoints(Predicate.not(Endpoint::isPublic))) {
            refused(endpoint, endpoint.call(given(), named), 401);
        }
    }

    @Test
    void withARevokedKeyNothingIsAnswered() {
        String key = subscriber(mine);
        String id = with(key).get("/v1/keys").then().extract().path("items[0].id");
        operator().delete("/v1/keys/" + id).then().statusCode(204);

        for (Endpoint endpoint : endpoints(all -> true)) {
            refused(endpoint, endpoint.call(with(key), named), 401);
        }
    }

    @Test
    void aPublisherOnlyPublishes() {
        String key = publisher(mine, "urn:a", "a", "press");
        for (Endpoint endpoint : endpoints(any -> !any.isPublic() && !any.isOf("events"))) {
            refused(endpoint, endpoint.call(with(key), named), 403);
        }
    }

    @Test
    void aSubscriberNeitherPublishesNorManagesOwners() {
        String key = subscriber(mine);
        for (Endpoint endpoint : endpoints(any -> any.isOf("owners") || any.isOf("events"))) {
            refused(endpoint, endpoint.call(with(key), named), 403);
        }
    }

    @Test
    void whatIsSomebodyElsesIsNotThere() {
        String key = subscriber(mine);
        for (Endpoint endpoint : endpoints(any -> !any.isPublic() && any.names("id"))) {
            refused(endpoint, endpoint.call(with(key), named), 403, 404);
        }
        operator().get("/v1/owners/" + other).then().statusCode(200);
        with(othersKey).get("/v1/keys/" + ids.get(1)).then().statusCode(200);
        with(othersKey).get("/v1/subscriptions/" + ids.get(2)).then().statusCode(200);
        assertThat(with(othersKey).get("/v1/subscriptions").asString()).contains(ids.get(2));
    }

    @Test
    void noListShowsWhatIsSomebodyElses() {
        String key = subscriber(mine);
        for (Endpoint endpoint :
                endpoints(any -> any.method().equals("GET") && !any.path().contains("{") && !any.streams())) {
            for (String query : List.of("", "?limit=1000", "?owner=" + other)) {
                Response answer = with(key).get(endpoint.path() + query);
                assertThat(answer.statusCode()).as(endpoint + query).isLessThan(500);
                assertThat(answer.asString()).as(endpoint + query).doesNotContain(ids);
            }
        }
    }

    @Test
    void nonsenseIsRefusedWithAProblem() {
        List<String> nonsense = List.of("%00", "%ED%A0%80", "x", "%25", "99999999999999999999", "%F0%9F%92%A9");
        // A badge is an image also of what is not known.
        for (Endpoint endpoint : endpoints(any -> any.path().contains("{") && !any.isOf("badge"))) {
            for (String id : nonsense) {
                String path = endpoint.path().replaceAll("\\{[a-z]+}", id);
                Response answer =
                        endpoint.request(operator().urlEncodingEnabled(false)).request(endpoint.method(), path);
                assertThat(answer.statusCode()).as(endpoint + " " + id).isBetween(400, 499);
                assertThat(answer.contentType()).as(endpoint + " " + id).isEqualTo(Problem.MEDIA_TYPE);
            }
        }
    }

    private static void refused(Endpoint endpoint, Response answer, Integer... statuses) {
        assertThat(answer.statusCode()).as(endpoint + ": " + answer.asString()).isIn((Object[]) statuses);
        assertThat(answer.contentType()).as(endpoint.toString()).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(answer.<Integer>path("status")).as(endpoint.toString()).isEqualTo(answer.statusCode());
    }

    private static List<Endpoint> endpoints(Predicate<Endpoint> which) {
        Map<String, Map<String, Map<String, Object>>> paths = given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        List<Endpoint> endpoints = paths.entrySet().stream()
                .filter(path -> path.getKey().startsWith("/v1/"))
                .flatMap(path -> endpoints(path.getKey(), path.getValue()))
                .filter(which)
                .toList();
        assertThat(endpoints).isNotEmpty();
        return endpoints;
    }

    private static Stream<Endpoint> endpoints(String path, Map<String, Map<String, Object>> operations) {
        return operations.entrySet().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .flatMap(operation -> types(operation.getValue())
                        .map(type -> new Endpoint(operation.getKey().toUpperCase(Locale.ROOT), path, type)));
    }

    /** The media types of its body; an empty one if it takes none. */
    private static Stream<String> types(Map<String, Object> operation) {
        return operation.get("requestBody") instanceof Map<?, ?> body
                        && body.get("content") instanceof Map<?, ?> content
                ? content.keySet().stream().map(String::valueOf)
                : Stream.of("");
    }
}
