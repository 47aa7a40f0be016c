package dev.forewarn.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every name that a manifest refers to is there: in the overlay, made by an operator for something in it, or made by hand. */
class ReferencesTest {

    /** What k8s/README.md tells to make before. */
    private static final Map<String, Set<String>> BY_HAND = Map.of(
            "forewarn-keys", Set.of("admin-key", "master-key", "previous-master-keys"),
            "forewarn-backup-credentials", Set.of("ACCESS_KEY_ID", "ACCESS_SECRET_KEY"));

    private static final Pattern HOST = Pattern.compile("(?:postgresql://|^)(forewarn-[a-z-]+)[.a-z]*:(\\d+)");

    /** Of one overlay. */
    private record Tree(Kustomization overlay) {

        Stream<Manifest> all() {
            return overlay.manifests().stream();
        }

        Stream<Manifest> of(String kind) {
            return all().filter(each -> each.kind().equals(kind));
        }

        Stream<Manifest> pods() {
            return all().filter(Manifest::runs);
        }

        Set<String> names(String kind) {
            return of(kind).map(Manifest::name).collect(Collectors.toSet());
        }

        /** The keys of each secret. */
        Map<String, Set<String>> secrets() {
            Map<String, Set<String>> secrets = new HashMap<>();
            of("Secret").forEach(each -> secrets.put(each.name(), Manifest.names(each.at("/stringData"))));
            of("Cluster").forEach(each -> {
                secrets.put(each.name() + "-app", Set.of("username", "password"));
                secrets.put(each.name() + "-ca", Set.of("ca.crt"));
            });
            of("Kafka").forEach(each -> secrets.put(each.name() + "-cluster-ca-cert", Set.of("ca.crt")));
            of("KafkaUser").forEach(each -> secrets.put(each.name(), Set.of("password", "sasl.jaas.config")));
            if (names("Cluster").isEmpty()) {
                secrets.computeIfPresent("forewarn-keys", (name, keys) -> BY_HAND.get(name));
            } else {
                secrets.putAll(BY_HAND);
            }
            return secrets;
        }

        /** The ports at which each service can be reached. */
        Map<String, Set<Integer>> services() {
            Map<String, Set<Integer>> services = new HashMap<>();
            of("Service")
                    .forEach(each -> services.put(
                            each.name(),
                            Yaml.items(each.at("/spec/ports"))
                                    .map(port -> port.path("port").asInt())
                                    .collect(Collectors.toSet())));
            of("Cluster")
                    .flatMap(each -> Stream.of("-rw", "-ro", "-r").map(suffix -> each.name() + suffix))
                    .forEach(name -> services.put(name, Set.of(5432)));
            of("Kafka")
                    .forEach(each -> services.put(
                            each.name() + "-kafka-bootstrap",
                            Yaml.items(each.at("/spec/kafka/listeners"))
                                    .map(listener -> listener.path("port").asInt())
                                    .collect(Collectors.toSet())));
            return services;
        }
    }

    @TestFactory
    Stream<DynamicTest> everySecretAndItsKeyIsThere() {
        return trees(tree -> tree.all().flatMap(ReferencesTest::secretKeys).forEach(key -> assertThat(
                        tree.secrets().getOrDefault(key.secret(), Set.of()))
                .as(key.secret())
                .contains(key.key())));
    }

    private record SecretKey(String secret, String key) {}

    /** Wherever something names a secret and a key of it, by whichever fields. */
    private static Stream<SecretKey> secretKeys(Manifest manifest) {
        Set<SecretKey> keys = new HashSet<>();
        Stream<JsonNode> lists = Stream.of("secretTargetRef", "s3Credentials")
                .flatMap(field -> manifest.tree().findValues(field).stream())
                .flatMap(Yaml::items);
        Stream.concat(manifest.tree().findValues("secretKeyRef").stream(), lists)
                .forEach(ref -> keys.add(
                        new SecretKey(ref.path("name").asText(), ref.path("key").asText())));
        Yaml.items(manifest.podSpec().path("volumes"))
                .filter(volume -> volume.has("secret"))
                .forEach(volume -> Yaml.items(volume.at("/secret/items"))
                        .forEach(item -> keys.add(new SecretKey(
                                volume.at("/secret/secretName").asText(),
                                item.path("key").asText()))));
        return keys.stream();
    }

    @Test
    void theReadmeTellsHowToMakeWhatIsMadeByHand() {
        String readme = Yaml.text(Overlays.ROOT.resolve("README.md"));
        BY_HAND.forEach((secret, keys) -> assertThat(readme)
                .containsPattern("create secret generic " + secret + " ")
                .contains(keys.stream().map(key -> key + "=").toList()));
    }

    @TestFactory
    Stream<DynamicTest> podsFindTheirAccountSettingsAndVolumes() {
        return trees(tree -> tree.pods().forEach(pods -> {
            JsonNode spec = pods.podSpec();
            if (spec.has("serviceAccountName")) {
                assertThat(tree.names("ServiceAccount"))
                        .contains(spec.path("serviceAccountName").asText());
            }
            pods.containers().forEach(container -> {
                assertThat(Yaml.items(container.path("envFrom"))
                                .map(from -> from.at("/configMapRef/name").asText()))
                        .isSubsetOf(tree.names("ConfigMap"));
                assertThat(Yaml.items(container.path("volumeMounts"))
                                .map(mount -> mount.path("name").asText()))
                        .isSubsetOf(volumes(pods));
                probes(container).forEach(probe -> assertThat(pods.ports())
                        .containsKey(probe.path("port").asText()));
            });
        }));
    }

    private static Set<String> volumes(Manifest pods) {
        return Stream.concat(
                        Yaml.items(pods.podSpec().path("volumes")).map(volume -> volume.path("name")),
                        Yaml.items(pods.at("/spec/volumeClaimTemplates")).map(claim -> claim.at("/metadata/name")))
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static Stream<JsonNode> probes(JsonNode container) {
        return Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                .flatMap(name -> Stream.of("httpGet", "tcpSocket")
                        .map(kind -> container.path(name).path(kind)))
                .filter(probe -> !probe.isMissingNode());
    }

    @TestFactory
    Stream<DynamicTest> selectorsFindPods() {
        return trees(tree -> {
            tree.pods().filter(pods -> pods.at("/spec").has("selector")).forEach(pods -> assertThat(
                            pods.hasPods(pods.at("/spec/selector/matchLabels")))
                    .as(pods.toString())
                    .isTrue());
            tree.of("Service").forEach(service -> {
                Manifest pods = selected(tree, service.at("/spec/selector"));
                assertThat(pods.ports())
                        .containsKeys(Yaml.items(service.at("/spec/ports"))
                                .map(port -> port.path("targetPort").asText())
                                .toArray(String[]::new));
            });
            Stream.concat(tree.of("PodDisruptionBudget"), tree.of("NetworkPolicy"))
                    .forEach(each -> assertThat(selected(tree, ofPods(each))).isNotNull());
        });
    }

    private static JsonNode ofPods(Manifest manifest) {
        return manifest.kind().equals("NetworkPolicy")
                ? manifest.at("/spec/podSelector/matchLabels")
                : manifest.at("/spec/selector/matchLabels");
    }

    private static Manifest selected(Tree tree, JsonNode labels) {
        assertThat(labels.isEmpty()).isFalse();
        return tree.pods().filter(pods -> pods.hasPods(labels)).findFirst().orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> autoscalersFindTheirDeployment() {
        return trees(tree -> Stream.concat(tree.of("HorizontalPodAutoscaler"), tree.of("ScaledObject"))
                .forEach(each -> assertThat(tree.names("Deployment"))
                        .contains(each.at("/spec/scaleTargetRef/name").asText())));
    }

    @TestFactory
    Stream<DynamicTest> hostsThatAreSetAreServices() {
        return trees(tree -> {
            Map<String, String> settings = Manifest.map(
                    tree.overlay().one("ConfigMap", "forewarn-settings").at("/data"));
            Set<String> named = settings.values().stream()
                    .map(HOST::matcher)
                    .filter(Matcher::find)
                    .map(host -> host.group(1) + " " + host.group(2))
                    .collect(Collectors.toSet());
            assertThat(named).hasSize(2);
            assertThat(tree.services().entrySet().stream()
                            .flatMap(service -> service.getValue().stream().map(port -> service.getKey() + " " + port))
                            .collect(Collectors.toSet()))
                    .containsAll(named);
        });
    }

    @TestFactory
    Stream<DynamicTest> whatIsMonitoredIsThere() {
        return trees(tree -> tree.of("ServiceMonitor").forEach(monitor -> {
            Manifest service = tree.of("Service")
                    .filter(each -> each.labels()
                            .entrySet()
                            .containsAll(Manifest.map(monitor.at("/spec/selector/matchLabels"))
                                    .entrySet()))
                    .findFirst()
                    .orElseThrow();
            assertThat(Yaml.items(service.at("/spec/ports"))
                            .map(port -> port.path("name").asText()))
                    .contains(monitor.at("/spec/endpoints/0/port").asText());
        }));
    }

    @Test
    void theResourcesOfOperatorsBelongTogether() {
        for (String name : Set.of("production", "production-keda")) {
            Tree tree = new Tree(Overlays.of(name));
            Stream.of("KafkaNodePool", "KafkaTopic", "KafkaUser")
                    .flatMap(tree::of)
                    .forEach(each -> assertThat(tree.names("Kafka"))
                            .contains(each.labels().get("strimzi.io/cluster")));
            assertThat(tree.names("ObjectStore"))
                    .contains(tree.overlay()
                            .one("Cluster", "forewarn-db")
                            .at("/spec/plugins/0/parameters/barmanObjectName")
                            .asText());
            assertThat(tree.names("Cluster"))
                    .contains(tree.overlay()
                            .one("ScheduledBackup", "forewarn-db")
                            .at("/spec/cluster/name")
                            .asText());
        }
    }

    @Test
    void kedaFindsWhatItAsksAndWithWhat() {
        Tree tree = new Tree(Overlays.of("production-keda"));
        Manifest scaled = tree.overlay().one("ScaledObject", "forewarn");
        assertThat(tree.names("TriggerAuthentication"))
                .containsAll(scaled.tree().findValues("authenticationRef").stream()
                        .map(each -> each.path("name").asText())
                        .toList());
        assertThat(tree.names("KafkaTopic"))
                .contains(scaled.at("/spec/triggers/0/metadata/topic").asText());
        assertThat(tree.names("KafkaUser"))
                .containsAll(Manifest.map(tree.overlay()
                                .one("ConfigMap", "forewarn-kafka-scaler")
                                .at("/data"))
                        .values());
        assertThat(tree.services())
                .containsKey(
                        scaled.at("/spec/triggers/1/metadata/host").asText().replaceFirst("[.].*", ""));
    }

    @Test
    void theGroupAndTheTopicsOfKafkaAreTheService() {
        String properties = Yaml.text(Path.of("src/main/resources/application.properties"));
        Tree tree = new Tree(Overlays.production());
        assertThat(tree.names("KafkaTopic"))
                .allSatisfy(topic -> assertThat(properties).contains(".topic=" + topic + "\n"));
        Optional<String> group = Yaml.items(
                        tree.overlay().one("KafkaUser", "forewarn-kafka-user").at("/spec/authorization/acls"))
                .map(acl -> acl.path("resource"))
                .filter(resource -> resource.path("type").asText().equals("group"))
                .map(resource -> resource.path("name").asText())
                .findFirst();
        assertThat(properties).contains("mp.messaging.incoming.events.group.id=" + group.orElseThrow() + "\n");
    }

    private interface Check {
        void of(Tree tree);
    }

    private static Stream<DynamicTest> trees(Check check) {
        return Overlays.all().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check.of(new Tree(each.getValue()))));
    }
}
