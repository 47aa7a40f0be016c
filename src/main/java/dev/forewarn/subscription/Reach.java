package dev.forewarn.subscription;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where webhooks may be sent to. A network that the operator lists is open at every port: receivers in a network of one's
 * own listen where they like, and the list of ports is there to keep strangers from speaking to other services of the
 * public internet.
 */
@Singleton
public final class Reach {

    private static final int KEPT = 10_000;

    private final boolean allowHttp;
    private final Networks networks;
    private final List<PortRange> ports;
    // The answer is always the same, and is asked for at every attempt.
    private final LoadingCache<InetAddress, Judged> judged =
            Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build(this::judge);

    /**
     * @param allowed whether it may be sent to at a usual port
     * @param listed whether at any
     */
    private record Judged(boolean allowed, boolean listed) {}

    Reach(WebhookSettings settings) {
        this.allowHttp = settings.allowHttp();
        this.networks = networks(settings);
        this.ports = List.copyOf(settings.ports());
    }

    private static Networks networks(WebhookSettings settings) {
        try {
            return new Networks(settings.allowedNetworks().orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("FOREWARN_DELIVERY_ALLOWED_NETWORKS: " + e.getMessage(), e);
        }
    }

    /** Whether an address may be sent to, at some port at least. */
    public boolean allows(InetAddress address) {
        return judged.get(address).allowed();
    }

    private Judged judge(InetAddress address) {
        return new Judged(networks.allows(address), networks.lists(address));
    }

    /** Whether an address may be sent to at a port. */
    public boolean allows(InetAddress address, int port) {
        Judged found = judged.get(address);
        return found.allowed() && (found.listed() || usual(port));
    }

    /** Whether the port is open in every network that is. */
    private boolean usual(int port) {
        return ports.stream().anyMatch(range -> range.contains(port));
    }

    /**
     * Reads a URL that somebody registers. Its addresses are judged at each attempt, since they change.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    WebhookUrl admit(String text) {
        WebhookUrl url = WebhookUrl.parse(text, allowHttp);
        Endpoint endpoint = url.endpoint();
        Wrong.unless(usual(endpoint.port()) || mayBeListed(endpoint.host()), "must have one of the ports " + usual());
        return url;
    }

    private boolean mayBeListed(Host host) {
        return host instanceof Host.Address literal ? networks.lists(literal.address()) : networks.listsAny();
    }

    private String usual() {
        return ports.stream().map(PortRange::toString).collect(Collectors.joining(", "));
    }
}
