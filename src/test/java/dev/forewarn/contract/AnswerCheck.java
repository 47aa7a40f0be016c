package dev.forewarn.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.contract.Description.Operation;
import io.restassured.response.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds one answer against the description. */
final class AnswerCheck {

    /** What may befall any request, whatever it asks for; described as {@code 4XX}. */
    private static final Set<Integer> ANYWHERE = Set.of(404, 405, 406, 414, 431);

    private static final String OTHER = "4XX";

    private final Description description;
    private final String method;
    private final String path;

    AnswerCheck(Description description, String method, String path) {
        this.description = description;
        this.method = method;
        this.path = path;
    }

    /** @param body of the request, and its media type */
    void check(Response answer, Optional<Object> body, String type) {
        Optional<Operation> operation = description.operation(method, path);
        if (operation.isPresent()) {
            check(operation.get(), answer);
            checkRequest(operation.get(), answer, body, type);
        } else {
            // OPTIONS is answered by the framework, of whatever there is.
            assertThat(answer.statusCode() < 400 && !method.equals("OPTIONS"))
                    .as(
                            "%s %s is answered (%d) and not described: give its method an @Operation",
                            method, path, answer.statusCode())
                    .isFalse();
        }
    }

    private void check(Operation operation, Response answer) {
        String status = status(operation, answer.statusCode());
        JsonNode described =
                description.resolved(operation.node().path("responses").path(status));
        assertThat(described.isObject())
                .as(
                        "%s answers %d, which is not described: add @APIResponse(responseCode = \"%d\", …) to %s",
                        operation, answer.statusCode(), answer.statusCode(), operation.id())
                .isTrue();
        checkHeaders(operation, described, answer);
        checkBody(operation, described, answer);
    }

    private static String status(Operation operation, int status) {
        boolean own = operation.node().path("responses").has(Integer.toString(status));
        return own || !ANYWHERE.contains(status) ? Integer.toString(status) : OTHER;
    }

    /** What clients may rely on: where to go on, when to come back, whether it has changed. */
    private void checkHeaders(Operation operation, JsonNode described, Response answer) {
        for (String name : List.of(
                "ETag",
                "Last-Modified",
                "Link",
                "Location",
                "Retry-After",
                "WWW-Authenticate",
                "Idempotent-Replayed",
                "Deprecation",
                "Sunset")) {
            if (answer.header(name) != null) {
                assertThat(described.path("headers").has(name))
                        .as(
                                "%s answers %d with the header %s, which is not described",
                                operation, answer.statusCode(), name)
                        .isTrue();
            }
        }
    }

    private void checkBody(Operation operation, JsonNode described, Response answer) {
        String type = bare(answer.contentType());
        if (type.isEmpty() || method.equals("HEAD")) {
            return;
        }
        assertThat(described.path("content").has(type))
                .as(
                        "%s answers %d as %s, which is not described: give its @APIResponse a @Content",
                        operation, answer.statusCode(), type)
                .isTrue();
        if (type.endsWith("json") && !answer.asString().isEmpty()) {
            judge(
                    operation,
                    "answers " + answer.statusCode() + " with",
                    described.path("content").path(type),
                    answer.asString());
        }
    }

    /** A media type without its parameters; empty if there is none. */
    static String bare(@Nullable String type) {
        return Optional.ofNullable(type).orElse("").replaceFirst(";.*", "").strip();
    }

    /** What was taken must have been described, or a generated client could not have sent it. */
    private void checkRequest(Operation operation, Response answer, Optional<Object> body, String type) {
        JsonNode content =
                description.resolved(operation.node().path("requestBody")).path("content");
        if (answer.statusCode() < 300 && type.endsWith("json") && !content.isEmpty()) {
            JsonNode media =
                    content.path(type).isMissingNode() ? content.iterator().next() : content.path(type);
            body.filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> judge(operation, "has taken", media, text));
        }
    }

    private void judge(Operation operation, String what, JsonNode media, String body) {
        List<String> faults = description.schemas().faults(media.path("schema"), Description.json(body));
        assertThat(faults)
                .as(
                        "%s %s what its schema does not allow (or is it @MadeUp?), in %s%s",
                        operation, what, body, Schemas.told(faults))
                .isEmpty();
    }
}
