package dev.forewarn.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The container file, read as a builder reads it. */
class ContainerfileTest {

    private static final Path FILE = Path.of("deploy/Containerfile");

    private record Instruction(String word, String rest) {}

    private final List<Instruction> instructions = Yaml.text(FILE)
            .replaceAll("(?m)^#.*\n", "")
            .replaceAll("\\\\\n\\s*", "")
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.split(" ", 2))
            .map(parts -> new Instruction(parts[0], parts[1]))
            .toList();

    private Stream<String> all(String word) {
        return instructions.stream().filter(each -> each.word().equals(word)).map(Instruction::rest);
    }

    @Test
    void itsBaseCanBeALocalOneAndNothingIsFetched() {
        assertThat(all("ARG")).containsExactly("BASE_IMAGE=docker.io/library/eclipse-temurin:25-jre");
        assertThat(all("FROM")).containsExactly("${BASE_IMAGE} AS plain", "plain AS training", "plain AS forewarn");
        assertThat(all("ADD")).isEmpty();
        assertThat(all("RUN")).noneMatch(run -> run.matches(".*\\b(apt|apt-get|apk|dnf|curl|wget|https?:).*"));
    }

    @Test
    void itRunsAsNobodyInParticular() {
        // The stage that trains is thrown away.
        assertThat(all("USER")).containsExactly("10001:10001", "root");
        assertThat(instructions.get(instructions.size() - 2).rest()).isEqualTo("plain AS forewarn");
        assertThat(Overlays.manifests()
                        .filter(each -> each.is("Deployment", "forewarn"))
                        .map(each -> each.at("/spec/template/spec/securityContext/runAsUser")
                                .asInt()))
                .allMatch(user -> user == 10001);
    }

    @Test
    void signalsComeToTheServiceItself() throws JsonProcessingException {
        String entry = all("ENTRYPOINT").findFirst().orElseThrow();
        String[] command = new ObjectMapper().readValue(entry, String[].class);
        assertThat(command).startsWith("java").endsWith("-jar", "/forewarn/quarkus-run.jar");
        assertThat(Arrays.asList(command)).contains("-XX:AOTCache=/forewarn/forewarn.aot");
    }

    /** In the order of how seldom it changes: what stands later does not touch the layers before. */
    @Test
    void itsLayersGoFromWhatChangesSeldomToWhatAlwaysDoes() {
        assertThat(all("COPY"))
                .containsExactly(
                        "target/quarkus-app/lib/boot/ lib/boot/",
                        "target/quarkus-app/lib/main/ lib/main/",
                        "target/quarkus-app/quarkus/ quarkus/",
                        "target/quarkus-app/app/ app/",
                        "target/quarkus-app/quarkus-run.jar target/quarkus-app/quarkus-app-dependencies.txt ./",
                        "--from=training /forewarn/forewarn.aot ./");
    }

    @Test
    void theContextIsNoMoreThanThat() {
        assertThat(Yaml.text(Path.of(".dockerignore")).lines().filter(line -> !line.startsWith("#")))
                .containsExactly("*", "!target/quarkus-app");
    }
}
