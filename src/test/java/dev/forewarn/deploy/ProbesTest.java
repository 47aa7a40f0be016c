package dev.forewarn.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the manifests ask the service, it answers. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ProbesTest {

    private static final List<String> PROBES = List.of("startupProbe", "readinessProbe", "livenessProbe");

    @Test
    void theServiceAnswersEveryProbeAndEveryScrape() {
        Set<String> paths = Stream.concat(probes(), scrapes()).collect(Collectors.toSet());
        assertThat(paths)
                .hasSize(4)
                .allSatisfy(path ->
                        assertThat(RestAssured.get(path).statusCode()).as(path).isEqualTo(200));
    }

    @Test
    void theServiceListensWhereItIsAsked() {
        Integer port =
                Overlays.production().one("Deployment", "forewarn").ports().get("http");
        assertThat(Yaml.text(Path.of("README.md"))).contains("| `QUARKUS_HTTP_PORT` | " + port + " |");
    }

    private static Stream<String> probes() {
        return Overlays.manifests()
                .filter(each -> each.is("Deployment", "forewarn"))
                .flatMap(Manifest::containers)
                .flatMap(container -> PROBES.stream().map(container::path))
                .map(probe -> probe.at("/httpGet/path").asText());
    }

    private static Stream<String> scrapes() {
        return Overlays.manifests()
                .filter(each -> each.kind().equals("ServiceMonitor"))
                .map(monitor -> monitor.at("/spec/endpoints/0/path").asText());
    }
}
