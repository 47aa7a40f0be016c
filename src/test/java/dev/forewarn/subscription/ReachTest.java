package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {

    @ParameterizedTest
    @ValueSource(ints = {443, 80, 8000, 8443, 9999})
    void takesTheUsualPorts(int port) {
        assertThat(Reaches.of(Map.of())
                        .admit("https://example.com:" + port + "/")
                        .endpoint()
                        .port())
                .isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 25, 79, 81, 442, 444, 3306, 5432, 6379, 7999, 10_000, 11_211, 65_535})
    void refusesOtherPortsAndTellsTheUsual(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reaches.of(Map.of()).admit("https://example.com:" + port + "/"))
                .withMessage("must have one of the ports 443, 80, 8000-9999");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:5000/, true",
        "http://2130706433:5000/, true",
        "http://[::ffff:127.0.0.1]:5000/, true",
        "http://inner.example:5000/, true",
        "http://10.0.0.1:5000/, false",
        "http://93.184.215.14:5000/, false",
        "http://[::1]:5000/, false",
    })
    void leavesAnotherPortToTheAttemptWhereAListedNetworkMayBeMeant(String url, boolean taken) {
        Reach reach = Reaches.listing("127.0.0.0/8");

        if (taken) {
            assertThat(reach.admit(url).endpoint().port()).isEqualTo(5000);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> reach.admit(url));
        }
    }

    @Test
    void takesThePortsThatTheOperatorNames() {
        Reach reach = Reaches.of(Map.of("forewarn.delivery.ports", "443, 7000-7002"));

        assertThat(reach.admit("https://example.com:7002/").origin()).isEqualTo("https://example.com:7002");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reach.admit("https://example.com:8443/"))
                .withMessage("must have one of the ports 443, 7000-7002");
    }

    @ParameterizedTest
    @CsvSource({
        "93.184.215.14, 443, true",
        "93.184.215.14, 25, false",
        "127.0.0.1, 25, true",
        "127.0.0.1, 443, true",
        "10.0.0.1, 443, false",
        "10.0.0.1, 25, false",
    })
    void aListedNetworkIsOpenAtEveryPortAndPublicOnesAtTheUsual(String address, int port, boolean allowed)
            throws Exception {
        assertThat(Reaches.listing("127.0.0.0/8").allows(InetAddress.getByName(address), port))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999999", "443-80", "https", "-1", "80-", "8000:9999", "*"})
    void tellsWhatIsNoPort(String ports) {
        assertThatThrownBy(() -> Reaches.of(Map.of("forewarn.delivery.ports", ports)))
                .hasStackTraceContaining("forewarn.delivery.ports")
                .hasStackTraceContaining("port");
    }

    @Test
    void tellsWhichSettingHoldsNoNetwork() {
        assertThatThrownBy(() -> Reaches.listing("127.0.0.0/8,loopback"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FOREWARN_DELIVERY_ALLOWED_NETWORKS")
                .hasMessageContaining("loopback");
    }
}
