package dev.forewarn.delivery;

import dev.forewarn.subscription.Host;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.UnixResolverDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** The name servers that are asked: the operator's, or this machine's. */
final class NameServers {

    private static final Logger LOG = Logger.getLogger(NameServers.class);
    private static final Pattern SERVER = Pattern.compile("(\\[[^\\]]+\\]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");
    private static final int PORT = 53;
    // resolv.conf(5): what is asked where the file names none.
    private static final InetSocketAddress OWN = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);

    private final Optional<List<InetSocketAddress>> listed;

    /** @throws IllegalArgumentException if one of them is no address with a port */
    NameServers(Optional<List<String>> listed) {
        this.listed =
                listed.map(servers -> servers.stream().map(NameServers::parse).toList());
    }

    private static InetSocketAddress parse(String server) {
        try {
            return address(server.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + server + "' is not an address such as 10.0.0.53, 10.0.0.53:5353 or [fd00::53]:53", e);
        }
    }

    private static InetSocketAddress address(String server) {
        Matcher parts = SERVER.matcher(server);
        if (parts.matches() && Host.parse(parts.group(1)) instanceof Host.Address literal) {
            int port = parts.group(2) == null ? PORT : Integer.parseInt(parts.group(2));
            return new InetSocketAddress(literal.address(), port);
        }
        throw new IllegalArgumentException("a name");
    }

    /** In the order in which they are asked for this name. */
    List<InetSocketAddress> of(String name) {
        return listed.orElseGet(() -> streamed(machine(), name));
    }

    private static List<InetSocketAddress> streamed(Optional<DnsServerAddressStreamProvider> machine, String name) {
        return machine.map(provider -> provider.nameServerAddressStream(name))
                .map(NameServers::all)
                .filter(all -> !all.isEmpty())
                .orElse(List.of(OWN));
    }

    private static List<InetSocketAddress> all(DnsServerAddressStream stream) {
        return IntStream.range(0, stream.size()).mapToObj(i -> stream.next()).toList();
    }

    /** Read anew each time: two small files, when a name is not known, and the machine's servers may change. */
    private static Optional<DnsServerAddressStreamProvider> machine() {
        try {
            return Optional.of(new UnixResolverDnsServerAddressStreamProvider("/etc/resolv.conf", "/etc/resolver"));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debugf("/etc/resolv.conf can't be used: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
