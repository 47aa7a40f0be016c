package dev.forewarn.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.forewarn.contract.Description.Operation;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Makes every call that the description tells of, knowing nothing but the description: its paths, parameters and examples. An
 * id in an example stands for whatever of its kind an answer has held before.
 */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class TourTest {

    /** What something must have come of before the rest can be asked for; then all in the order of their methods. */
    private static final List<String> FIRST = List.of(
            "createOwner",
            "registerSubscription",
            "verifySubscription",
            "pauseSubscription",
            "resumeSubscription",
            "publishEvents");

    private static final List<String> THEN = List.of("POST", "GET", "PATCH", "PUT", "DELETE");

    private static final Duration SOON = Duration.ofSeconds(15);

    private Description description;
    private HttpServer receiver;
    // By the prefix of their ids: those that answers have held last.
    private final Map<String, String> seen = new HashMap<>();

    @BeforeEach
    void read() throws IOException {
        description = Description.read();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    @Test
    void theDescriptionAloneLeadsThroughEveryCall() {
        FIRST.forEach(id -> learn(call(named(id), Map.of())));
        await().atMost(SOON).untilAsserted(() -> {
            learn(call(named("listDeliveries"), Map.of()));
            assertThat(seen).containsKey("dlv");
        });
        List.of("readFeed", "listCutoffs").forEach(id -> learn(call(named(id), Map.of())));
        description.operations().stream()
                .filter(operation -> !FIRST.contains(operation.id()) && !operation.streams())
                .sorted(Comparator.comparing((Operation each) -> THEN.indexOf(each.method()))
                        .thenComparing(each -> each.path().length()))
                .forEach(this::visit);
    }

    private void visit(Operation operation) {
        learn(call(operation, Map.of()));
        Map<String, List<String>> query = query(operation);
        if (operation.method().equals("GET") && !query.isEmpty()) {
            call(operation, query);
        }
    }

    private Operation named(String id) {
        return description.operations().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Response call(Operation operation, Map<String, List<String>> query) {
        RequestSpecification request = given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .accept(accepted(operation));
        query.forEach(request::queryParam);
        Response answer = body(operation, request).request(operation.method(), path(operation));
        assertThat(Integer.toString(answer.statusCode()))
                .as("%s %s by its examples: %s", operation, query, answer.asString())
                .isIn(Description.fields(operation.node().path("responses"))
                        .map(Map.Entry::getKey)
                        .filter(status -> status.startsWith("2"))
                        .toList());
        return answer;
    }

    /** All that it may answer and nothing else, as generated clients say it. */
    private static String accepted(Operation operation) {
        return Description.fields(operation.node().path("responses"))
                .flatMap(answer -> Description.fields(answer.getValue().path("content")))
                .map(Map.Entry::getKey)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String path(Operation operation) {
        String path = operation.path();
        for (JsonNode parameter : parameters(operation, "path")) {
            String example = known(parameter.path("example").asText());
            path = path.replace("{" + parameter.path("name").asText() + "}", example);
        }
        return path;
    }

    /** A cursor is of a page before, which an example can't be. */
    private Map<String, List<String>> query(Operation operation) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (JsonNode parameter : parameters(operation, "query")) {
            String name = parameter.path("name").asText();
            JsonNode example = parameter.path("example");
            // Nobody waits here for what may never come.
            if (!name.equals("cursor") && !name.equals("wait")) {
                query.put(
                        name,
                        example.isArray()
                                ? Description.items(example)
                                        .map(JsonNode::asText)
                                        .toList()
                                : List.of(known(example.asText())));
            }
        }
        return query;
    }

    private List<JsonNode> parameters(Operation operation, String in) {
        return Description.items(operation.node().path("parameters"))
                .map(description::resolved)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .toList();
    }

    private RequestSpecification body(Operation operation, RequestSpecification request) {
        JsonNode content =
                description.resolved(operation.node().path("requestBody")).path("content");
        return Description.fields(content)
                .min(Map.Entry.comparingByKey())
                .map(media -> request.contentType(media.getKey()).body(known(example(media.getValue()))))
                .orElse(request);
    }

    private String example(JsonNode media) {
        JsonNode example = media.path("examples").iterator().next();
        return description.resolved(example).path("value").toString();
    }

    /** An example, of what is really there, and at a time that is not over. */
    private String known(String example) {
        String text = example.replace(
                        "https://example.com/hook",
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/")
                .replaceAll("\"since\":\"[^\"]*\"", "\"since\":\"" + Instant.now() + "\"")
                .replaceAll(
                        "\"on\":\"[0-9-]*\"",
                        "\"on\":\"" + LocalDate.now(ZoneOffset.UTC).plusDays(400) + "\"")
                .replace("\"2026-11-22-v1\"", "\"" + UUID.randomUUID() + "\"");
        for (Map.Entry<String, String> each : seen.entrySet()) {
            text = text.replaceAll(each.getKey() + "_[a-z2-7]{20,}", each.getValue());
        }
        return text;
    }

    private void learn(Response answer) {
        Stream.of("ntc", "cut", "sub", "dlv", "key", "own").forEach(prefix -> {
            Matcher found =
                    Pattern.compile("\"(" + prefix + "_[a-z2-7]{20,})\"").matcher(answer.asString());
            if (found.find()) {
                seen.put(prefix, found.group(1));
            }
        });
    }
}
