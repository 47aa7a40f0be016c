package dev.forewarn.delivery;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Resolves a receiver's name and checks every address of it: what was checked is what is dialled. */
@Singleton
class Addresses {

    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final int MAX_KEPT = 10_000;

    private final Vertx vertx;
    private final Networks networks;
    private final InstantSource wall;
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();

    private record Checked(Future<InetAddress> address, Instant at) {}

    Addresses(Vertx vertx, DeliverySettings settings, InstantSource wall) {
        this.vertx = vertx;
        this.wall = wall;
        this.networks = networks(settings);
    }

    private static Networks networks(DeliverySettings settings) {
        try {
            return new Networks(settings.allowedNetworks().orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("FOREWARN_DELIVERY_ALLOWED_NETWORKS: " + e.getMessage(), e);
        }
    }

    /** An address that may be sent to; fails with {@link UnknownHostException} or {@link Blocked}. */
    Future<InetAddress> of(String host) {
        Checked known = checked.get(host);
        if (known != null
                && known.at().plus(KEPT).isAfter(wall.instant())
                && !known.address().failed()) {
            return known.address();
        }
        if (checked.size() >= MAX_KEPT) {
            checked.clear();
        }
        // The JDK's look-up blocks.
        Future<InetAddress> address = vertx.executeBlocking(() -> check(InetAddress.getAllByName(bare(host))), false);
        checked.put(host, new Checked(address, wall.instant()));
        return address;
    }

    private InetAddress check(InetAddress[] addresses) throws Blocked {
        if (!Stream.of(addresses).allMatch(networks::allows)) {
            throw new Blocked();
        }
        return addresses[0];
    }

    /** A trailing dot names the same host. */
    private static String bare(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** One of the addresses is none that may be sent to. Which one, is nobody's business. */
    static final class Blocked extends Exception {
        private static final long serialVersionUID = 1L;

        Blocked() {
            super(null, null, false, false);
        }
    }
}
