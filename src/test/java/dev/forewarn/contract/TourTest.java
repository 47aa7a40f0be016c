package dev.forewarn.contract;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.forewarn.contract.Description.Operation;
import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
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
        FIRST.forEach(id -> visit(named(id)));
        await().atMost(SOON).untilAsserted(() -> {
            learn(call(named("listDeliveries")));
            assertThat(seen).containsKey("dlv");
        });
        List.of("readFeed", "listCutoffs").forEach(id -> learn(call(named(id))));
        description.operations().stream()
                .filter(operation -> !FIRST.contains(operation.id()))
                .sorted(Comparator.comparing((Operation each) -> THEN.indexOf(each.method()))
                        .thenComparing(TourTest::place))
                .forEach(this::visit);
    }

    /** What belongs to something before it, where that is deleted; otherwise what is more of a kind of its own. */
    private static int place(Operation operation) {
        boolean deletes = operation.method().equals("DELETE");
        return operation.path().length() - (deletes ? 1_000 * operation.variables() : 0);
    }

    /** By each media type with what is required, and once more with all that there is. */
    private void visit(Operation operation) {
        if (operation.streams()) {
            listen(operation);
            return;
        }
        List<String> types = types(operation);
        types.forEach(type -> learn(call(operation, type, query(operation, true))));
        Map<String, List<String>> query = query(operation, false);
        if (!query.isEmpty()) {
            call(operation, types.get(types.size() - 1), query);
        }
        if (operation.method().equals("GET") && takesCursor(operation)) {
            turn(operation);
        }
    }

    /** Reads a page of one item, and the page behind it. */
    private void turn(Operation operation) {
        String next = call(operation, "", Map.of("limit", List.of("1"))).path("next");
        if (next != null) {
            call(operation, "", Map.of("limit", List.of("1"), "cursor", List.of(next)));
        }
    }

    /** A stream has no end: its first event is read, and the one behind it. */
    private void listen(Operation operation) {
        Map<String, String> first = event(operation, Map.of());
        Map<String, String> second = event(operation, Map.of("Last-Event-ID", first.getOrDefault("id", "")));
        assertThat(second.get("data")).isNotEqualTo(first.get("data"));
    }

    private Map<String, String> event(Operation operation, Map<String, String> headers) {
        Map<String, String> fields = new HashMap<>();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + operation.path()));
        headers.forEach(request::header);
        try (InputStream body = HttpClient.newHttpClient()
                        .send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                Scanner lines = new Scanner(body, UTF_8)) {
            while (!fields.containsKey("data")) {
                String[] field = lines.nextLine().split(": ", 2);
                fields.put(field[0], field[field.length - 1]);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(operation + " can't be read", e);
        }
        JsonNode schema = Description.json("{\"$ref\": \"#/components/schemas/Notice\"}");
        assertThat(description.schemas().faults(schema, Description.json(fields.getOrDefault("data", ""))))
                .isEmpty();
        return fields;
    }

    private Operation named(String id) {
        return description.operations().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Response call(Operation operation) {
        return call(operation, types(operation).get(0), query(operation, true));
    }

    private Response call(Operation operation, String type, Map<String, List<String>> query) {
        RequestSpecification request = given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY)
                .accept(accepted(operation));
        query.forEach(request::queryParam);
        parameters(operation, "header").stream()
                .filter(header -> !isCursor(header))
                .forEach(header -> request.header(header.path("name").asText(), example(header)));
        Response answer = body(operation, type, request).request(operation.method(), path(operation));
        assertThat(Integer.toString(answer.statusCode()))
                .as("%s %s %s by its examples: %s", operation, type, query, answer.asString())
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

    private boolean takesCursor(Operation operation) {
        return parameters(operation, "query").stream()
                .anyMatch(parameter -> parameter.path("name").asText().equals("cursor"));
    }

    /** Of a page before, which an example can't be. */
    private static boolean isCursor(JsonNode parameter) {
        return parameter.path("example").asText().startsWith("WyJ");
    }

    private Map<String, List<String>> query(Operation operation, boolean onlyRequired) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (JsonNode parameter : parameters(operation, "query")) {
            String name = parameter.path("name").asText();
            boolean wanted = !onlyRequired || parameter.path("required").asBoolean();
            // Nobody waits here for what may never come.
            if (wanted && !isCursor(parameter) && !name.equals("wait")) {
                query.put(
                        name,
                        parameter.path("example").isArray()
                                ? Description.items(parameter.path("example"))
                                        .map(JsonNode::asText)
                                        .toList()
                                : List.of(example(parameter)));
            }
        }
        return query;
    }

    private String example(JsonNode parameter) {
        String example = known(parameter.path("example").asText());
        boolean day = parameter.at("/schema/format").asText().equals("date");
        if (day) {
            return LocalDate.now(ZoneOffset.UTC).toString();
        }
        return parameter.path("name").asText().equals("Idempotency-Key")
                ? UUID.randomUUID().toString()
                : example;
    }

    private List<JsonNode> parameters(Operation operation, String in) {
        return Description.items(operation.node().path("parameters"))
                .map(description::resolved)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .toList();
    }

    /** The media types of what it takes; an empty one if it takes nothing. */
    private List<String> types(Operation operation) {
        List<String> types = Description.fields(content(operation))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return types.isEmpty() ? List.of("") : types;
    }

    private JsonNode content(Operation operation) {
        return description.resolved(operation.node().path("requestBody")).path("content");
    }

    private RequestSpecification body(Operation operation, String type, RequestSpecification request) {
        return type.isEmpty()
                ? request
                : request.contentType(type)
                        .body(known(written(content(operation).path(type))));
    }

    private String written(JsonNode media) {
        JsonNode value =
                description.resolved(media.path("examples").iterator().next()).path("value");
        return value.isTextual() ? value.asText() : value.toString();
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
                .replace("2026-11-22-v1", UUID.randomUUID().toString())
                // Others speak of what the README speaks of.
                .replace("api-v1", "toured-v1");
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
