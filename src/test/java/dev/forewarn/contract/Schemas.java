package dev.forewarn.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Judges JSON by the schemas of a description (JSON Schema 2020-12). What a schema does not name is a fault, too: clients
 * pass it over, but here it has been forgotten.
 */
final class Schemas {

    private static final String BASE = "https://forewarn.test/openapi";
    private static final String LOCAL = "#/components/schemas/";
    // A copy of each schema that takes more than it names, for what adds to it.
    private static final String OPEN = "open-";
    private static final List<String> COMPOSED = List.of("allOf", "anyOf", "oneOf");

    private final JsonSchemaFactory factory;
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private final Map<JsonNode, JsonSchema> read = new ConcurrentHashMap<>();

    Schemas(JsonNode document) {
        ObjectNode strict = ((ObjectNode) document.path("components").path("schemas")).objectNode();
        document.path("components").path("schemas").properties().forEach(schema -> {
            strict.set(schema.getKey(), strict(schema.getValue(), false));
            strict.set(OPEN + schema.getKey(), strict(schema.getValue(), true));
        });
        ObjectNode whole = strict.objectNode();
        whole.putObject("components").set("schemas", strict);
        this.factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(BASE, whole.toString()))));
    }

    /** All that is wrong with a value by this schema; nothing if it fits. */
    List<String> faults(JsonNode schema, JsonNode value) {
        Set<ValidationMessage> messages =
                read.computeIfAbsent(schema, this::compiled).validate(value);
        return messages.stream().map(ValidationMessage::getMessage).sorted().toList();
    }

    private JsonSchema compiled(JsonNode schema) {
        return factory.getSchema(strict(schema, false), config);
    }

    private static JsonNode strict(JsonNode schema, boolean open) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode strict = ((ObjectNode) schema).objectNode();
        schema.properties().forEach(member -> strict.set(member.getKey(), member(member.getKey(), member.getValue())));
        if (schema.has("$ref")) {
            strict.put("$ref", BASE + reference(schema, open));
        }
        boolean names = schema.has("properties") || schema.has("allOf");
        if (names && !open && !schema.has("additionalProperties")) {
            strict.put("unevaluatedProperties", false);
        }
        return strict;
    }

    private static String reference(JsonNode schema, boolean open) {
        String ref = schema.path("$ref").asText();
        return open ? ref.replace(LOCAL, LOCAL + OPEN) : ref;
    }

    private static JsonNode member(String keyword, JsonNode value) {
        if (keyword.equals("properties")) {
            ObjectNode members = ((ObjectNode) value).objectNode();
            value.properties().forEach(each -> members.set(each.getKey(), strict(each.getValue(), false)));
            return members;
        }
        if (COMPOSED.contains(keyword)) {
            ArrayNode parts = ((ArrayNode) value).arrayNode();
            value.forEach(part -> parts.add(strict(part, keyword.equals("allOf"))));
            return parts;
        }
        return keyword.equals("items") || keyword.equals("additionalProperties") ? strict(value, false) : value;
    }

    static String told(List<String> faults) {
        return faults.stream().limit(10).collect(Collectors.joining("\n  ", "\n  ", ""));
    }
}
