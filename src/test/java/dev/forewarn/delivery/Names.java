package dev.forewarn.delivery;

import dev.forewarn.subscription.Endpoint;
import dev.forewarn.subscription.Reaches;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What finds addresses, put together around name servers of a test's own, with a clock that only a test moves. */
final class Names implements AutoCloseable {

    private static final long SOON_SECONDS = 20;

    final Vertx vertx = Vertx.vertx();
    final DeliverySettings settings;
    final Addresses addresses;
    private final Resolver resolver;
    private volatile Instant now = Instant.parse("2026-05-01T00:00:00Z");

    /** With the limits of time that a service has whose operator sets none. */
    Names(String allowedNetworks, NameServer... servers) {
        this(allowedNetworks, Map.of(), servers);
    }

    Names(String allowedNetworks, Map<String, String> further, NameServer... servers) {
        Map<String, String> set = new HashMap<>(further);
        set.put("forewarn.delivery.name-servers", String.join(",", addresses(servers)));
        InstantSource wall = () -> now;
        settings = DefaultSettings.but(set);
        resolver = new Resolver(settings);
        var reach = Reaches.listing(allowedNetworks);
        addresses = new Addresses(reach, new KeptNames(resolver, reach, settings, wall));
    }

    private static List<String> addresses(NameServer... servers) {
        return List.of(servers).stream().map(NameServer::address).toList();
    }

    void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    /** The addresses of a receiver as texts, or why there are none. */
    List<String> of(String url) throws Exception {
        return addresses
                .of(Endpoint.of(URI.create(url)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(SOON_SECONDS, TimeUnit.SECONDS)
                .stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @Override
    public void close() {
        resolver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
