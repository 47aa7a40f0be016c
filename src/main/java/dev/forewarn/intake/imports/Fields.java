package dev.forewarn.intake.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The members of an object in a feed, of which any may be missing, null, or of a type that nobody expects. */
record Fields(JsonNode node) {

    /**
     * The first of these members that holds something but white space.
     *
     * @throws Unclear if it is neither a text nor a number
     */
    Optional<String> text(String... names) {
        return Stream.of(names)
                .flatMap(name -> value(name).map(value -> text(name, value)).stream())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** @throws Unclear if there is none */
    String required(String... names) {
        return text(names).orElseThrow(() -> new Unclear("has no " + names[0]));
    }

    /** The texts of a list, or the one text that stands in its place; whatever else is in it is passed over. */
    List<String> texts(String name) {
        return value(name).stream()
                .flatMap(Fields::each)
                .filter(value -> value.isTextual() || value.isNumber())
                .map(value -> value.asText().strip())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The members of a list; none if there is no list. */
    Stream<JsonNode> list(String name) {
        return value(name).filter(JsonNode::isArray).stream().flatMap(Fields::each);
    }

    /** Whether something is said to be so; only a plain true says it. */
    boolean is(String name) {
        return node.path(name).asBoolean(false);
    }

    Fields child(String name) {
        return new Fields(node.path(name));
    }

    /** A link; empty if there is none, or what is there is not one that may be shown. */
    Optional<URI> link(String... names) {
        return Stream.of(names)
                .map(name -> node.path(name).asText("").strip())
                .flatMap(text -> Link.read(text).stream())
                .findFirst();
    }

    static Stream<JsonNode> each(JsonNode list) {
        return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.of(list);
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private static String text(String name, JsonNode value) {
        if (value.isTextual() || value.isNumber()) {
            return value.asText();
        }
        throw new Unclear(name + " is neither a text nor a number");
    }
}
