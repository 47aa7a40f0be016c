package dev.forewarn.delivery;

import dev.forewarn.subscription.Reach;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The checked addresses of names for as long as they hold. A name is looked up once at a time, whoever asks for it. */
@Singleton
final class KeptNames {

    private static final Logger LOG = Logger.getLogger(KeptNames.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration FAILURE = Duration.ofSeconds(3);
    private static final int MAX_KEPT = 10_000;
    private static final int MAX_TRIED = 3;

    private final Resolver resolver;
    private final Reach reach;
    private final InstantSource wall;
    private final int maxLookUps;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MAX_KEPT;
        }
    };
    private int lookUps;

    private record Kept(Future<List<InetAddress>> addresses, Instant until) {}

    KeptNames(Resolver resolver, Reach reach, DeliverySettings settings, InstantSource wall) {
        this.resolver = resolver;
        this.reach = reach;
        this.wall = wall;
        // As many as there are attempts: however many slow names there are, the next attempt's can be looked up.
        this.maxLookUps = settings.maxInFlight();
    }

    /**
     * The addresses of a name that should be tried, in their order; fails with {@link UnknownHostException},
     * {@link Addresses.Blocked} or a {@link java.util.concurrent.TimeoutException}.
     */
    Future<List<InetAddress>> of(String name) {
        Promise<List<InetAddress>> begun = Promise.promise();
        synchronized (this) {
            Kept known = kept.get(name);
            if (known != null && known.until().isAfter(wall.instant())) {
                return known.addresses();
            }
            if (lookUps >= maxLookUps) {
                return Future.failedFuture(new LookUp.Unanswered());
            }
            lookUps++;
            kept.put(name, new Kept(begun.future(), Instant.MAX));
        }
        resolver.resolve(name).onComplete(result -> end(name, result, begun));
        return begun.future();
    }

    private void end(String name, AsyncResult<Resolved> result, Promise<List<InetAddress>> begun) {
        Future<List<InetAddress>> addresses =
                result.succeeded() ? checked(name, result.result()) : Future.failedFuture(result.cause());
        synchronized (this) {
            lookUps--;
            kept.put(name, new Kept(addresses, wall.instant().plus(time(result))));
        }
        begun.handle(addresses);
    }

    private static Duration time(AsyncResult<Resolved> result) {
        boolean found = result.succeeded() && !result.result().addresses().isEmpty();
        return found ? result.result().within(LONGEST).ttl() : FAILURE;
    }

    /** Every address counts, also of those that would not be tried: who answers with one of ours means no good. */
    private Future<List<InetAddress>> checked(String name, Resolved resolved) {
        if (resolved.addresses().isEmpty()) {
            return Future.failedFuture(new UnknownHostException());
        }
        if (!resolved.addresses().stream().allMatch(reach::allows)) {
            LOG.debugf("%s has an address that may not be sent to", name);
            return Future.failedFuture(new Addresses.Blocked());
        }
        return Future.succeededFuture(resolved.inTurn(MAX_TRIED));
    }
}
