package dev.forewarn.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is applied to a cluster: known to it, whole, and confined. What refers to what is held by {@link ReferencesTest}. */
class ManifestsTest {

    private static final Set<String> OURS = Set.of("forewarn", "migration");
    private static final int FOR_OTHERS = 20;
    private static final int BESIDE_THE_POOL = 2;

    @Test
    void everyFileIsPartOfAnOverlay() throws IOException {
        Set<Path> used = Overlays.all().values().stream()
                .flatMap(each -> each.files().stream())
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(Overlays.ROOT)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("README.md")))
                    .containsExactlyInAnyOrderElementsOf(used);
        }
    }

    @TestFactory
    Stream<DynamicTest> aClusterKnowsEveryField() {
        return each(Model::check);
    }

    @TestFactory
    Stream<DynamicTest> podsAreRestricted() {
        return pods(ManifestsTest::assertRestricted);
    }

    /** The Pod Security Standard "restricted", which the namespace enforces, and more. */
    private static void assertRestricted(Manifest pods) {
        JsonNode spec = pods.podSpec();
        assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(spec.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(spec.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(spec.path("enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(Manifest.names(spec)).doesNotContain("hostNetwork", "hostPID", "hostIPC");
        assertThat(Yaml.items(spec.path("volumes"))).noneMatch(volume -> volume.has("hostPath"));
        assertThat(pods.containers()).isNotEmpty().allSatisfy(ManifestsTest::assertConfined);
    }

    private static void assertConfined(JsonNode container) {
        JsonNode context = container.path("securityContext");
        assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(Yaml.texts(context.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(Manifest.names(context)).doesNotContain("privileged");
        assertThat(context.path("readOnlyRootFilesystem").asBoolean())
                .isEqualTo(!container.path("name").asText().equals("kafka"));
    }

    @TestFactory
    Stream<DynamicTest> containersSayWhatTheyNeed() {
        return pods(pods -> assertThat(pods.containers()).allSatisfy(container -> {
            JsonNode resources = container.path("resources");
            assertThat(Manifest.names(resources.path("requests"))).containsExactlyInAnyOrder("cpu", "memory");
            assertThat(Manifest.names(resources.path("limits"))).containsExactlyInAnyOrder("cpu", "memory");
            assertThat(container.path("image").asText()).matches("[a-z0-9./-]+:(local|[0-9][0-9.]*)");
        }));
    }

    @Test
    void theNamespaceEnforcesIt() {
        assertThat(Overlays.production().one("Namespace", "forewarn").labels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @TestFactory
    Stream<DynamicTest> whatIsSetIsKnown() {
        return each(manifest -> {
            if (manifest.kind().equals("ConfigMap") && manifest.name().equals("forewarn-settings")) {
                assertThat(KnownSettings.names()).containsAll(Manifest.names(manifest.at("/data")));
            }
            assertThat(variables(manifest)).isSubsetOf(KnownSettings.names());
        });
    }

    private static Set<String> variables(Manifest manifest) {
        return manifest.containers()
                .filter(container -> OURS.contains(container.path("name").asText()))
                .flatMap(container -> Yaml.items(container.path("env")))
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void productionHoldsNoSecret() {
        for (String overlay : Set.of("production", "production-keda")) {
            Kustomization production = Overlays.of(overlay);
            assertThat(production.manifests()).noneMatch(each -> each.kind().equals("Secret"));
            assertThat(settings(production).keySet())
                    .noneMatch(name -> name.matches(".*(PASSWORD|KEYS?|TOKEN|JAAS_CONFIG)"));
        }
    }

    @Test
    void aRollingUpdateTakesNobodyAwayBeforeAnotherIsReady() {
        Manifest deployment = Overlays.production().one("Deployment", "forewarn");
        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1))
                .isZero();
        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxSurge").asInt())
                .isEqualTo(1);
        assertThat(deployment.at("/spec").has("replicas"))
                .as("left to the autoscaler")
                .isFalse();
        assertThat(autoscaler().at("/spec/minReplicas").asInt()).isEqualTo(3);
    }

    @Test
    void aReplicaHasTheTimeThatItTakesToStop() {
        Manifest deployment = Overlays.production().one("Deployment", "forewarn");
        Duration delay = Duration.parse(settings(Overlays.production()).get("QUARKUS_SHUTDOWN_DELAY"));
        // The service's own limits, each of which is there for servers that do not answer.
        Duration requests = Duration.ofSeconds(5);
        Duration inFlight = Duration.ofSeconds(20);
        Duration written = Duration.ofSeconds(20);
        Duration loops = Duration.ofSeconds(60);
        assertThat(Duration.ofSeconds(deployment
                        .podSpec()
                        .path("terminationGracePeriodSeconds")
                        .asLong()))
                .isGreaterThanOrEqualTo(
                        delay.plus(requests).plus(inFlight).plus(written).plus(loops));
    }

    @Test
    void postgresqlHasConnectionsForAllReplicas() {
        int pool = Integer.parseInt(settings(Overlays.production()).get("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE"));
        int replicas = Math.max(
                autoscaler().at("/spec/maxReplicas").asInt(),
                Overlays.of("production-keda")
                        .one("ScaledObject", "forewarn")
                        .at("/spec/maxReplicaCount")
                        .asInt());
        int connections = Overlays.production()
                .one("Cluster", "forewarn-db")
                .at("/spec/postgresql/parameters/max_connections")
                .asInt();
        // One more replica than that while they are replaced.
        assertThat((replicas + 1) * (pool + BESIDE_THE_POOL) + FOR_OTHERS).isLessThanOrEqualTo(connections);
    }

    @Test
    void kafkaHasAPartitionForEachReplica() {
        assertThat(Overlays.production()
                        .one("KafkaTopic", "lifecycle.events")
                        .at("/spec/partitions")
                        .asInt())
                .isGreaterThanOrEqualTo(autoscaler().at("/spec/maxReplicas").asInt());
    }

    @Test
    void kedaTakesThePlaceOfTheAutoscaler() {
        assertThat(Overlays.of("production-keda").manifests())
                .anyMatch(each -> each.is("ScaledObject", "forewarn"))
                .noneMatch(each -> each.kind().equals("HorizontalPodAutoscaler"));
    }

    private static Manifest autoscaler() {
        return Overlays.production().one("HorizontalPodAutoscaler", "forewarn");
    }

    private static Map<String, String> settings(Kustomization overlay) {
        return Manifest.map(overlay.one("ConfigMap", "forewarn-settings").at("/data"));
    }

    private static Stream<DynamicTest> pods(Consumer<Manifest> check) {
        return tests(check, Manifest::runs);
    }

    private static Stream<DynamicTest> each(Consumer<Manifest> check) {
        return tests(check, any -> true);
    }

    private static Stream<DynamicTest> tests(Consumer<Manifest> check, Predicate<Manifest> which) {
        return Overlays.all().entrySet().stream().flatMap(overlay -> overlay.getValue().manifests().stream()
                .filter(which)
                .map(manifest ->
                        DynamicTest.dynamicTest(overlay.getKey() + ": " + manifest, () -> check.accept(manifest))));
    }
}
