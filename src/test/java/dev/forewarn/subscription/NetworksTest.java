package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    private final Networks networks = new Networks(List.of());

    /** The first and the last address of each network, where it has a public neighbour. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.0.0",
                "169.254.169.254",
                "169.254.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.0",
                "192.0.0.255",
                "192.0.2.0",
                "192.0.2.255",
                "192.88.99.0",
                "192.88.99.255",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.0",
                "198.51.100.255",
                "203.0.113.0",
                "203.0.113.255",
                "224.0.0.0",
                "239.255.255.255",
                "240.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff",
                "64:ff9b::1:808:808",
                "64:ff9b:0:ffff:ffff:ffff:ffff:ffff",
                "64:ff9b:1::",
                "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
                "64:ff9b:2::",
                "100::",
                "100::ffff:ffff:ffff:ffff",
                "2001::",
                "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db8::",
                "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                "2002::",
                "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "3fff::",
                "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
                "5f00::",
                "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fc00::",
                "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fe80::",
                "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fe80::1%1",
                "fec0::",
                "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "ff00::",
                "ff02::1",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
            })
    void refusesSpecialNetworks(String address) throws UnknownHostException {
        assertThat(networks.allows(address(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "100:0:0:1::",
                "101::",
                "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:200::",
                "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db9::",
                "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "2003::",
                "2606:4700::1111",
                "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "3fff:1000::",
                "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "5f01::",
                "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fe00::",
                "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
            })
    void allowsTheirNeighbours(String address) throws UnknownHostException {
        assertThat(networks.allows(address(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:0:0:0:0:ffff:%s", "0:0:0:0:0:0:%s", "64:ff9b:0:0:0:0:%s"})
    void judgesByTheIpv4AddressThatAnIpv6AddressStandsFor(String form) throws UnknownHostException {
        String local = String.format(form, "0a00:0001");
        String world = String.format(form, "0808:0808");

        assertThat(networks.allows(six(local))).isFalse();
        assertThat(networks.allows(six(world))).isTrue();
        assertThat(new Networks(List.of("10.0.0.0/8")).allows(six(local))).isTrue();
        assertThat(new Networks(List.of("10.0.0.0/8")).allows(six(String.format(form, "7f00:0001"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The IPv4-translated form stands for nobody on the internet, also with a public address in it.
                "0:0:0:0:ffff:0:7f00:1",
                "0:0:0:0:ffff:0:808:808",
                "64:ff9b:1:0:0:0:808:808",
                "2002:808:808:0:0:0:0:1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2606:2800:0:0:0:5efe:a00:1",
                "2606:2800:0:0:200:5efe:7f00:1"
            })
    void refusesWhatTunnelsToAnotherNetwork(String groups) throws UnknownHostException {
        assertThat(networks.allows(six(groups))).isFalse();
    }

    @Test
    void judgesATunnelsEndAsTheOperatorDoes() throws UnknownHostException {
        assertThat(networks.allows(six("2606:2800:0:0:0:5efe:808:808"))).isTrue();
        assertThat(new Networks(List.of("10.0.0.0/8")).allows(six("2606:2800:0:0:0:5efe:a00:1")))
                .isTrue();
        assertThat(new Networks(List.of("10.0.0.0/8")).allows(six("fe80:0:0:0:0:5efe:a00:1")))
                .isFalse();
        assertThat(new Networks(List.of("10.0.0.0/8")).lists(six("2606:2800:0:0:0:5efe:a00:1")))
                .isFalse();
    }

    @Test
    void allowsWhatTheOperatorListsAndNoMore() throws UnknownHostException {
        Networks listed = new Networks(List.of("127.0.0.0/8", " fd00::/8 ", "192.168.7.9"));

        assertThat(listed.allows(address("127.9.9.9"))).isTrue();
        assertThat(listed.allows(address("fd12::1"))).isTrue();
        assertThat(listed.allows(address("192.168.7.9"))).isTrue();
        assertThat(listed.allows(address("192.168.7.8"))).isFalse();
        assertThat(listed.allows(address("fc12::1"))).isFalse();
        assertThat(listed.allows(address("10.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.0/33",
                "1.2.3.4.5",
                "ten",
                "*",
                "10.*",
                "10.0.0-9.0",
                "10",
                "10.1",
                "10/8",
                "/8",
                "::/129",
                "10.0.0.0/8-9",
                "0x7f.0.0.1",
                "10.0.0.0 11.0.0.0"
            })
    void tellsWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> new Networks(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    /** The address in sixteen bytes: by its text, the JDK would make a mapped one into four. */
    private static InetAddress six(String groups) throws UnknownHostException {
        byte[] bytes = new byte[16];
        String[] sixteens = groups.split(":", -1);
        for (int i = 0; i < sixteens.length; i++) {
            int value = Integer.parseInt(sixteens[i], 16);
            bytes[2 * i] = (byte) (value >> 8);
            bytes[2 * i + 1] = (byte) value;
        }
        return Inet6Address.getByAddress(null, bytes, -1);
    }
}
