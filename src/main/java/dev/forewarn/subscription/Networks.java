package dev.forewarn.subscription;

import inet.ipaddr.AddressStringParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which addresses may be sent to: those of the public internet, and those that the operator lists. */
final class Networks {

    /** An address or a network in its usual spelling: no list, no wildcard, nothing left out. */
    private static final IPAddressStringParameters PLAIN = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowPrefixOnly(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(AddressStringParameters.RangeParameters.NO_RANGE)
            .allow_inet_aton(false)
            .toParams();

    private static final IPAddressNetwork.IPAddressGenerator ADDRESSES = new IPAddressNetwork.IPAddressGenerator();

    /** Special-purpose networks of the IANA registries for IPv4 and IPv6. */
    private static final List<IPAddress> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    // Azure's platform, which answers every virtual machine there under this public address.
                    "168.63.129.16/32",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/8",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Networks::parse)
            .toList();

    // NAT64, RFC 6052: an address of it reaches the IPv4 address in its last 32 bits.
    private static final IPAddress NAT64 = parse("64:ff9b::/96");

    private final List<IPAddress> allowed;

    /** @throws IllegalArgumentException if one of them is no network */
    Networks(List<String> allowed) {
        this.allowed = allowed.stream().map(Networks::parse).toList();
    }

    boolean allows(InetAddress address) {
        IPAddress exact = exact(address);
        IPAddress judged = embedded(exact).orElse(exact);
        return lists(exact)
                || lists(judged)
                || (!within(SPECIAL, judged) && tunnel(exact).stream().allMatch(this::open));
    }

    /** Whether the operator lists it, or the IPv4 address that it stands for. */
    boolean lists(InetAddress address) {
        IPAddress exact = exact(address);
        return lists(exact) || embedded(exact).filter(this::lists).isPresent();
    }

    boolean listsAny() {
        return !allowed.isEmpty();
    }

    private boolean lists(IPAddress address) {
        return within(allowed, address);
    }

    private boolean open(IPAddress address) {
        return lists(address) || !within(SPECIAL, address);
    }

    private static boolean within(List<IPAddress> networks, IPAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** The IPv4 address that an IPv6 address stands for. */
    private static Optional<IPAddress> embedded(IPAddress address) {
        if (!address.isIPv6()) {
            return Optional.empty();
        }
        IPv6Address six = address.toIPv6();
        boolean stands = six.isIPv4Mapped() || six.isIPv4Compatible() || NAT64.contains(six);
        return stands ? Optional.of(last32(six)) : Optional.empty();
    }

    /** The end of the tunnel to which an ISATAP address leads in any network (RFC 5214, section 6.1, with either u bit). */
    private static Optional<IPAddress> tunnel(IPAddress address) {
        byte[] bytes = address.getBytes();
        boolean isatap = bytes.length > 4
                && (bytes[8] & ~2) == 0
                && bytes[9] == 0
                && bytes[10] == 0x5e
                && bytes[11] == (byte) 0xfe;
        return isatap ? Optional.of(last32(address.toIPv6())) : Optional.empty();
    }

    private static IPAddress last32(IPv6Address six) {
        return six.getEmbeddedIPv4Address();
    }

    /** Its zone is no part of it. */
    private static IPAddress exact(InetAddress address) {
        return ADDRESSES.from(address.getAddress());
    }

    private static IPAddress parse(String network) {
        IPAddress parsed = new IPAddressString(network.strip(), PLAIN).getAddress();
        if (parsed == null) {
            throw new IllegalArgumentException("'" + network + "' is not a network such as 10.0.0.0/8");
        }
        return parsed.toPrefixBlock();
    }
}
