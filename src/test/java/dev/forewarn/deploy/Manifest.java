package dev.forewarn.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One resource of a cluster. */
record Manifest(ObjectNode tree) {

    String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    String kind() {
        return tree.path("kind").asText();
    }

    String name() {
        return tree.path("metadata").path("name").asText();
    }

    boolean is(String kind, String name) {
        return kind().equals(kind) && name().equals(name);
    }

    JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    Map<String, String> labels() {
        return map(at("/metadata/labels"));
    }

    /** Whether it runs containers. */
    boolean runs() {
        return !podSpec().isMissingNode();
    }

    JsonNode podSpec() {
        return at("/spec/template/spec");
    }

    Map<String, String> podLabels() {
        return map(at("/spec/template/metadata/labels"));
    }

    Stream<JsonNode> containers() {
        return Stream.concat(
                Yaml.items(podSpec().path("initContainers")),
                Yaml.items(podSpec().path("containers")));
    }

    /** The numbers of its containers' ports, by name. */
    Map<String, Integer> ports() {
        return containers()
                .flatMap(container -> Yaml.items(container.path("ports")))
                .collect(Collectors.toMap(port -> port.path("name").asText(), port -> port.path("containerPort")
                        .asInt()));
    }

    /** Whether its pods are among those that a selector's labels name. */
    boolean hasPods(JsonNode matchLabels) {
        return runs() && podLabels().entrySet().containsAll(map(matchLabels).entrySet());
    }

    static Map<String, String> map(JsonNode node) {
        Map<String, String> map = new TreeMap<>();
        node.properties()
                .forEach(field -> map.put(field.getKey(), field.getValue().asText()));
        return map;
    }

    static Set<String> names(JsonNode node) {
        return map(node).keySet();
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
