package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster's NetworkPolicy lets out what the service lets out, and no more of what is inside. */
class EgressTest {

    private final JsonNode internet = internet();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.96.0.1",
                "10.244.3.7",
                "100.64.0.1",
                "127.0.0.1",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "192.168.0.1",
                "fd00:ec2::254",
                "fe80::1",
                "::1",
                "::ffff:169.254.169.254"
            })
    void whatIsInsideIsNotReached(String address) {
        assertThat(reached(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "203.0.114.1", "2606:4700::1111"})
    void theInternetIsReached(String address) {
        assertThat(reached(address)).isTrue();
    }

    @Test
    void nothingIsHeldBackThatTheServiceWouldSendTo() {
        Networks networks = new Networks(List.of());
        assertThat(blocks().flatMap(block -> items(block.path("except"))).map(JsonNode::asText))
                .isNotEmpty()
                .allSatisfy(except -> assertThat(
                                networks.allows(parse(except).getUpper().toInetAddress()))
                        .isFalse());
    }

    @Test
    void itsPortsAreTheOnesOfTheService() {
        String ports = items(internet.path("ports"))
                .map(port -> port.path("port").asText()
                        + (port.has("endPort") ? "-" + port.path("endPort").asText() : ""))
                .sorted()
                .toList()
                .toString();
        assertThat(ports).isEqualTo("[443, 80, 8000-9999]");
    }

    private boolean reached(String address) {
        IPAddress asked = parse(address);
        return blocks().filter(block -> parse(block.path("cidr").asText()).contains(asked))
                .anyMatch(block -> items(block.path("except"))
                        .noneMatch(except -> parse(except.asText()).contains(asked)));
    }

    private Stream<JsonNode> blocks() {
        return items(internet.path("to")).map(to -> to.path("ipBlock"));
    }

    private static JsonNode internet() {
        try (var documents = new ObjectMapper(new YAMLFactory())
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(
                        Path.of("k8s/overlays/production/network.yaml").toFile())) {
            return items(documents.next().at("/spec/egress"))
                    .filter(rule -> rule.path("to").path(0).has("ipBlock"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static IPAddress parse(String text) {
        IPAddress parsed = new IPAddressString(text).getAddress();
        assertThat(parsed).as(text).isNotNull();
        return parsed;
    }
}
