package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameServersTest {

    @Test
    void areThoseThatTheOperatorLists() {
        NameServers servers =
                new NameServers(Optional.of(List.of("10.0.0.53", " 10.0.0.54:5353", "[fd00::53]", "[fd00::54]:80")));

        assertThat(servers.of("hook.test"))
                .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
                .containsExactly("10.0.0.53 53", "10.0.0.54 5353", "fd00:0:0:0:0:0:0:53 53", "fd00:0:0:0:0:0:0:54 80");
    }

    @Test
    void areThisMachinesIfNoneAreListed() {
        assertThat(new NameServers(Optional.empty()).of("hook.test")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dns.example", "10.0.0.53:", "10.0.0.53:99999", "fd00::53", "[fd00::53", "10.0.0.53:53:53", "x y"
            })
    void tellsWhatIsNone(String server) {
        assertThatThrownBy(() -> new Resolver(DefaultSettings.but(Map.of("forewarn.delivery.name-servers", server))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FOREWARN_DELIVERY_NAME_SERVERS")
                .hasMessageContaining(server);
    }
}
