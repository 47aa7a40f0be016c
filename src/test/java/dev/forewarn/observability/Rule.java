package dev.forewarn.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A rule for Prometheus, from the file that is shipped. */
record Rule(JsonNode node) {

    private static final Path FILE = Path.of("deploy/observability/forewarn-rules.yaml");
    private static final long MINUTE = 60;

    static List<Rule> all() throws IOException {
        JsonNode file = new YAMLMapper().readTree(FILE.toFile());
        return elements(file.path("groups"))
                .flatMap(group -> elements(group.path("rules")))
                .map(Rule::new)
                .toList();
    }

    static List<Rule> alerts() throws IOException {
        return all().stream().filter(rule -> rule.node().has("alert")).toList();
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    String name() {
        return node.path("alert").asText();
    }

    Expression expression() {
        return ExpressionReader.read(node.path("expr").asText());
    }

    /** For how long it has to hold, in seconds. */
    private long lasting() {
        return ExpressionReader.seconds(node.path("for").asText());
    }

    /** Whether it has held, at each minute, for as long as it says. */
    boolean fires(History history, long at) {
        Expression expression = expression();
        return Stream.iterate(at - lasting(), minute -> minute <= at, minute -> minute + MINUTE)
                .noneMatch(minute -> expression.at(history, minute).isEmpty());
    }
}
