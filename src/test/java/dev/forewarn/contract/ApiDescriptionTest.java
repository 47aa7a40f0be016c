package dev.forewarn.contract;

import static dev.forewarn.contract.Description.fields;
import static dev.forewarn.contract.Description.items;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.contract.Description.Operation;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Status;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Format;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads the description as somebody does who has nothing else. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ApiDescriptionTest {

    private Description description;

    @BeforeEach
    void read() {
        description = Description.read();
    }

    @Test
    void itIsOpenApi31() {
        assertThat(description.document().path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(description.document().at("/info/title").asText()).isEqualTo("Forewarn");
        assertThat(description.document().at("/info/version").asText()).isNotBlank();
        assertThat(description.document().at("/info/license/identifier").asText())
                .isEqualTo("Apache-2.0");
        assertThat(description.operations()).hasSizeGreaterThan(25);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        description.document().findValuesAsText("$ref").forEach(ref -> assertThat(
                        description.document().at(ref.substring(1)).isMissingNode())
                .as(ref)
                .isFalse());
    }

    @Test
    void everyOperationHasANameThatMakesAGoodMethod() {
        for (Operation operation : description.operations()) {
            assertThat(operation.id())
                    .as(operation + ": give its @Operation an operationId, a verb and what it is done to")
                    .matches("[a-z]+[A-Z][A-Za-z]+");
            said(operation + ": give its @Operation a summary", operation.node().path("summary"));
        }
        assertThat(description.operations()).extracting(Operation::id).doesNotHaveDuplicates();
    }

    @Test
    void everyTagIsExplained() {
        Map<String, String> tags = items(description.document().path("tags"))
                .collect(Collectors.toMap(tag -> tag.path("name").asText(), tag -> tag.path("description")
                        .asText()));
        for (Operation operation : description.operations()) {
            assertThat(operation.node().path("tags").size())
                    .as(operation + " has one tag")
                    .isEqualTo(1);
            String tag = operation.node().path("tags").path(0).asText();
            assertThat(tags.getOrDefault(tag, ""))
                    .as("the tag " + tag + ": describe it in META-INF/openapi.yaml")
                    .isNotEmpty();
        }
    }

    @Test
    void everyParameterIsDescribedAndHasAnExampleThatFits() {
        for (Operation operation : description.operations()) {
            for (JsonNode parameter : operation.node().path("parameters")) {
                described(
                        operation + ": describe it in META-INF/openapi.yaml, under its name",
                        description.resolved(parameter));
            }
            for (String named : operation
                    .path()
                    .replaceAll("[^{]*\\{([^}]*)}[^{]*", "$1 ")
                    .trim()
                    .split(" ", -1)) {
                assertThat(!operation.path().contains("{")
                                || items(operation.node().path("parameters"))
                                        .map(description::resolved)
                                        .anyMatch(each ->
                                                each.path("name").asText().equals(named)))
                        .as(operation + " describes the part {" + named + "} of its path")
                        .isTrue();
            }
        }
    }

    private void described(String what, JsonNode parameter) {
        String told = what + ", parameter " + parameter.path("name").asText();
        said(told, parameter.path("description"));
        assertThat(parameter.has("schema")).as(told + ": a schema").isTrue();
        assertThat(parameter.has("example")).as(told + ": an example").isTrue();
        fits(told, parameter.path("schema"), parameter.path("example"));
    }

    @Test
    void everyRequestAndAnswerHasASchemaAndAnExampleThatFits() {
        for (Operation operation : description.operations()) {
            contents(
                    operation + ", its request",
                    description.resolved(operation.node().path("requestBody")));
            fields(operation.node().path("responses")).forEach(answer -> {
                String told = operation + ", " + answer.getKey();
                said(told, answer.getValue().path("description"));
                contents(told, description.resolved(answer.getValue()));
                fields(answer.getValue().path("headers"))
                        .forEach(header -> described(
                                told + ", header " + header.getKey(), description.resolved(header.getValue())));
            });
        }
    }

    private void contents(String what, JsonNode described) {
        fields(described.path("content"))
                .forEach(content -> exemplified(what + " as " + content.getKey(), content.getValue()));
    }

    private void exemplified(String what, JsonNode media) {
        assertThat(media.path("schema").has("$ref"))
                .as(what + ": name a schema of META-INF/openapi.yaml by @Schema(ref = …)")
                .isTrue();
        List<JsonNode> examples = Stream.concat(
                        Optional.of(media.path("example")).filter(example -> !example.isMissingNode()).stream(),
                        fields(media.path("examples"))
                                .map(example ->
                                        description.resolved(example.getValue()).path("value")))
                .toList();
        assertThat(examples)
                .as(what + ": add an example to META-INF/openapi.yaml, under the name of the schema "
                        + media.path("schema").path("$ref").asText())
                .isNotEmpty();
        examples.forEach(example -> fits(what, media.path("schema"), example));
    }

    @Test
    void everyOperationTellsItsSuccessAndItsRefusals() {
        for (Operation operation : description.operations()) {
            JsonNode responses = operation.node().path("responses");
            // Two where it may have made nothing: it was there before, or was not to be written.
            assertThat(fields(responses)
                            .map(Map.Entry::getKey)
                            .filter(status -> status.startsWith("2"))
                            .collect(Collectors.joining(" ")))
                    .as(operation + ": the answer that means success")
                    .isIn("200", "201", "202", "204", "200 201", "200 202");
            assertThat(fields(responses).map(Map.Entry::getKey))
                    .as(operation.toString())
                    .contains("400", "401", "403", "4XX", "500", "503");
            // An image there is also of what is not known: where it is shown, nobody reads problem documents.
            boolean image = responses.at("/200/content").has("image/svg+xml");
            if (operation.path().contains("{") && !image) {
                assertThat(responses.has("404"))
                        .as(operation + ": what if there is no such thing?")
                        .isTrue();
            }
            fields(responses)
                    .filter(answer -> answer.getKey().matches("[45].*"))
                    .forEach(answer -> assertThat(isProblem(answer.getValue()) || isAskedFor(operation, answer))
                            .as(operation + " " + answer.getKey() + " is a problem document")
                            .isTrue());
        }
    }

    private static boolean isProblem(JsonNode answer) {
        return answer.path("content").has("application/problem+json");
    }

    /** A verdict is an error to whoever asks for one, and still is the verdict. */
    private static boolean isAskedFor(Operation operation, Map.Entry<String, JsonNode> answer) {
        return answer.getKey().equals("409")
                && answer.getValue().path("content").equals(operation.node().at("/responses/200/content"));
    }

    @Test
    void itSaysWhoMayCallWhat() {
        assertThat(description
                        .document()
                        .at("/components/securitySchemes/bearer/scheme")
                        .asText())
                .isEqualTo("bearer");
        for (Operation operation : description.operations()) {
            boolean roles = !operation.node().at("/security/0/bearer").isEmpty();
            assertThat(operation.streams() || refusesStrangers(operation) == roles)
                    .as(operation + ": that it needs a key is said by the roles that may call it, and only then")
                    .isTrue();
        }
    }

    private boolean refusesStrangers(Operation operation) {
        String path = operation.path();
        for (JsonNode reference : operation.node().path("parameters")) {
            JsonNode parameter = description.resolved(reference);
            path = path.replace(
                    "{" + parameter.path("name").asText() + "}",
                    parameter.path("example").asText());
        }
        JsonNode content =
                description.resolved(operation.node().path("requestBody")).path("content");
        RequestSpecification request = fields(content)
                .findFirst()
                .map(media -> given().contentType(media.getKey()).body("{}"))
                .orElseGet(() -> given());
        return request.request(operation.method(), path).statusCode() == 401;
    }

    @Test
    void vocabulariesAreThoseOfTheCode() {
        vocabulary("SubjectKind", SubjectKind.class);
        vocabulary("Milestone", Milestone.class);
        vocabulary("Certainty", Certainty.class);
        vocabulary("CutoffStatus", Status.class);
        vocabulary("ReplacementStatus", Replacement.Status.class);
        vocabulary("NoticeKind", NoticeKind.class);
        vocabulary("LeadTime", LeadTime.class);
        vocabulary("Authority", Authority.class);
        vocabulary("Format", Format.class);
        words(
                "FeedFormat",
                Arrays.stream(dev.forewarn.intake.imports.Format.values())
                        .map(dev.forewarn.intake.imports.Format::word));
    }

    private <E extends Enum<E> & Word> void vocabulary(String schema, Class<E> words) {
        words(schema, Arrays.stream(words.getEnumConstants()).map(Word::word));
    }

    private void words(String schema, Stream<String> words) {
        assertThat(items(description.document().at("/components/schemas/" + schema + "/enum"))
                        .map(JsonNode::asText))
                .as(schema)
                .containsExactlyInAnyOrder(words.toArray(String[]::new));
    }

    @Test
    void everyWebhookIsDescribedWithAnExampleThatFits() {
        JsonNode webhooks = description.document().path("webhooks");
        assertThat(fields(webhooks).map(Map.Entry::getKey))
                .contains(
                        Arrays.stream(NoticeKind.values()).map(NoticeKind::type).toArray(String[]::new))
                .contains("ping", "cloudevents", "slack");
        fields(webhooks).forEach(webhook -> {
            JsonNode post = webhook.getValue().path("post");
            said(webhook.getKey(), post.path("summary"));
            post.path("parameters").forEach(header -> described(webhook.getKey(), description.resolved(header)));
            fields(post.at("/requestBody/content")).forEach(content -> {
                JsonNode media = content.getValue();
                assertThat(media.path("examples").size()).as(webhook.getKey()).isEqualTo(1);
                fits(
                        webhook.getKey(),
                        media.path("schema"),
                        media.path("examples").iterator().next().path("value"));
            });
        });
    }

    private void fits(String what, JsonNode schema, JsonNode value) {
        List<String> faults = description.schemas().faults(schema, value);
        assertThat(faults).as(what + ": " + value + Schemas.told(faults)).isEmpty();
    }

    private static void said(String what, JsonNode text) {
        assertThat(text.asText()).as(what).isNotBlank();
    }
}
