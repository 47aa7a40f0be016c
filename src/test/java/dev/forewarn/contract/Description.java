package dev.forewarn.contract;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The description of the API, as a client reads it: {@code /q/openapi}. */
public final class Description {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final List<Operation> operations;
    private final Schemas schemas;

    private Description(JsonNode document) {
        this.document = document;
        this.schemas = new Schemas(document);
        this.operations = fields(document.path("paths"))
                .filter(path -> path.getKey().startsWith("/v1/"))
                .flatMap(path -> operations(path.getKey(), path.getValue()))
                .toList();
    }

    /** The one that the application under test gives. */
    public static Description read() {
        String text = given().noFilters()
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return new Description(json(text));
    }

    /** All that is wrong with the body of a webhook, by what is said of webhooks of that name; nothing if it fits. */
    public List<String> webhookFaults(String webhook, String body) {
        JsonNode media = webhook(webhook).path("requestBody").path("content").path("application/json");
        return schemas.faults(media.path("schema"), json(body));
    }

    /** The names of the headers that a webhook of that name always has. */
    public List<String> webhookHeaders(String webhook) {
        return items(webhook(webhook).path("parameters"))
                .map(this::resolved)
                .map(header -> header.path("name").asText())
                .toList();
    }

    /** What is marked as deprecated: the ids of operations, and with a space between them the names of their parameters. */
    public List<String> deprecated() {
        return operations.stream().flatMap(this::deprecated).toList();
    }

    private Stream<String> deprecated(Operation operation) {
        Stream<String> parameters = items(operation.node().path("parameters"))
                .map(this::resolved)
                .filter(Description::isDeprecated)
                .map(parameter -> operation.id() + " " + parameter.path("name").asText());
        return Stream.concat(Stream.of(operation.id()).filter(whole -> isDeprecated(operation.node())), parameters);
    }

    private static boolean isDeprecated(JsonNode described) {
        return described.path("deprecated").asBoolean();
    }

    private JsonNode webhook(String name) {
        return document.path("webhooks").path(name).path("post");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    static Stream<Map.Entry<String, JsonNode>> fields(JsonNode object) {
        return object.properties().stream();
    }

    static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    Schemas schemas() {
        return schemas;
    }

    /** What a reference stands for; the node itself if it is none. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private Stream<Operation> operations(String path, JsonNode item) {
        return fields(item)
                .filter(method -> METHODS.contains(method.getKey()))
                .map(method -> new Operation(method.getKey().toUpperCase(Locale.ROOT), path, method.getValue()));
    }

    /** The operation that a request asks for; of several paths the one that says the most. */
    Optional<Operation> operation(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return operations.stream()
                .filter(operation -> operation.method().equals(asked) && operation.matches(path))
                .min(Comparator.comparing(Operation::variables)
                        .thenComparing(operation -> -operation.path().length()));
    }

    /** One operation of the document. */
    record Operation(String method, String path, JsonNode node) {

        String id() {
            return node.path("operationId").asText();
        }

        /** Whether its answer has no end: whoever reads it as a whole would do so for ever. */
        boolean streams() {
            return node.at("/responses/200/content").has("text/event-stream");
        }

        int variables() {
            return path.replaceAll("[^{]", "").length();
        }

        boolean matches(String asked) {
            // A subject's name and a cutoff's key may hold slashes, if they come last.
            int last = path.lastIndexOf('/') + 1;
            return asked.matches(pattern(path.substring(0, last), "[^/]+") + pattern(path.substring(last), ".+"));
        }

        private static String pattern(String part, String anything) {
            return Stream.of(part.split("(?=\\{)|(?<=})", -1))
                    .map(each -> each.startsWith("{") ? anything : Pattern.quote(each))
                    .collect(Collectors.joining());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
