package dev.forewarn.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One machine's worth of everything. */
class ComposeTest {

    /** What a service may say here; a misspelt word is another. */
    private static final Set<String> WORDS = Set.of(
            "image",
            "build",
            "depends_on",
            "environment",
            "ports",
            "volumes",
            "healthcheck",
            "read_only",
            "tmpfs",
            "cap_drop",
            "security_opt",
            "mem_limit",
            "stop_grace_period",
            "restart");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:[-?][^}]*)?}");

    private final JsonNode compose =
            Yaml.documents(Path.of("deploy/compose.yaml")).get(0);

    @Test
    void itHasThreeServicesInPinnedVersionsThatSayHowTheyAre() {
        assertThat(Manifest.names(compose)).containsExactlyInAnyOrder("name", "services", "volumes");
        assertThat(Manifest.names(compose.path("services"))).containsExactly("forewarn", "kafka", "postgresql");
        assertThat(Yaml.items(compose.path("services"))).allSatisfy(service -> {
            assertThat(WORDS).containsAll(Manifest.names(service));
            assertThat(service.path("image").asText()).matches(".*:[0-9.]+}?");
            assertThat(service.at("/healthcheck/test/0").asText()).isEqualTo("CMD");
        });
        assertThat(service("forewarn").path("depends_on"))
                .allSatisfy(on -> assertThat(on.path("condition").asText()).isEqualTo("service_healthy"));
        assertThat(Manifest.names(compose.path("services")))
                .containsAll(Manifest.names(service("forewarn").path("depends_on")));
    }

    @Test
    void theServiceIsConfined() {
        JsonNode forewarn = service("forewarn");
        assertThat(forewarn.path("read_only").asBoolean()).isTrue();
        assertThat(Yaml.texts(forewarn.path("cap_drop"))).containsExactly("ALL");
        assertThat(Yaml.texts(forewarn.path("tmpfs"))).containsExactly("/tmp");
    }

    @Test
    void whatIsSetIsKnown() {
        Map<String, String> environment = Manifest.map(service("forewarn").path("environment"));
        assertThat(KnownSettings.names()).containsAll(environment.keySet());
        assertThat(environment)
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
                .containsEntry("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://postgresql:5432/forewarn");
        assertThat(service("kafka")
                        .at("/environment/KAFKA_ADVERTISED_LISTENERS")
                        .asText())
                .isEqualTo("PLAINTEXT://kafka:9092");
    }

    @Test
    void everySecretComesFromTheFileThatTheExampleShows() {
        Set<String> asked = VARIABLE.matcher(compose.toString())
                .results()
                .filter(variable ->
                        variable.group(2) != null && variable.group(2).startsWith(":?"))
                .map(variable -> variable.group(1))
                .collect(Collectors.toSet());
        assertThat(asked).containsExactlyInAnyOrder("POSTGRES_PASSWORD", "FOREWARN_ADMIN_KEY", "FOREWARN_MASTER_KEY");
        assertThat(examples().map(line -> line.split("=", -1)).filter(pair -> asked.contains(pair[0])))
                .hasSize(3)
                .allSatisfy(pair -> assertThat(pair[1]).isEmpty());
        assertThat(Yaml.text(Path.of(".gitignore"))).contains("/deploy/.env\n");
    }

    private static Stream<String> examples() {
        return Pattern.compile("^[A-Z_]+=.*$", Pattern.MULTILINE)
                .matcher(Yaml.text(Path.of("deploy/.env.example")))
                .results()
                .map(MatchResult::group);
    }

    private JsonNode service(String name) {
        return compose.path("services").path(name);
    }
}
