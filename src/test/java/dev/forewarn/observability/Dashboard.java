package dev.forewarn.observability;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The dashboard that is shipped. */
final class Dashboard {

    static final String FILE = "deploy/observability/forewarn-dashboard.json";

    private Dashboard() {}

    static List<String> expressions() throws IOException {
        return Rule.elements(new ObjectMapper().readTree(Path.of(FILE).toFile()).path("panels"))
                .flatMap(panel -> Rule.elements(panel.path("targets")))
                .map(target -> target.path("expr").asText())
                .toList();
    }
}
