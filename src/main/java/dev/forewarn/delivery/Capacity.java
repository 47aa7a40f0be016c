package dev.forewarn.delivery;

import dev.forewarn.subscription.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many requests are in flight: to a subscription, to a host, in all. A subscription that answers well is trusted with
 * more at once. Used on one thread.
 */
final class Capacity {

    /** What there is too much of. */
    enum Full {
        SUBSCRIPTION,
        HOST,
        ALL
    }

    private static final int REMEMBERED = 100_000;

    private final DeliverySettings settings;
    private final Map<String, Integer> hosts = new HashMap<>();
    private final Map<Long, Integer> subscriptions = new HashMap<>();
    // How many each is trusted with, where that is not the least; the longest unused is forgotten.
    private final Map<Long, Integer> trusted = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };
    // Others look at it, too, when the service is stopped.
    private final AtomicInteger inFlight = new AtomicInteger();

    Capacity(DeliverySettings settings) {
        this.settings = settings;
    }

    int inFlight() {
        return inFlight.get();
    }

    boolean hasRoom() {
        return inFlight.get() < settings.maxInFlight();
    }

    /** Empty if the request may be made, which then counts until it {@link #leave leaves}. */
    Optional<Full> enter(Target target) {
        Optional<Full> full = full(target);
        if (full.isEmpty()) {
            inFlight.incrementAndGet();
            hosts.merge(target.origin(), 1, Integer::sum);
            subscriptions.merge(target.id(), 1, Integer::sum);
        }
        return full;
    }

    private Optional<Full> full(Target target) {
        if (!hasRoom()) {
            return Optional.of(Full.ALL);
        }
        if (subscriptions.getOrDefault(target.id(), 0) >= trusted(target)) {
            return Optional.of(Full.SUBSCRIPTION);
        }
        return hosts.getOrDefault(target.origin(), 0) >= settings.maxPerHost()
                ? Optional.of(Full.HOST)
                : Optional.empty();
    }

    void leave(Target target, boolean success) {
        inFlight.decrementAndGet();
        hosts.computeIfPresent(target.origin(), (host, count) -> less(count));
        subscriptions.computeIfPresent(target.id(), (id, count) -> less(count));
        if (success) {
            trusted.put(target.id(), Math.min(settings.maxPerSubscription(), trusted(target) + 1));
        } else {
            trusted.remove(target.id());
        }
    }

    private int trusted(Target target) {
        int least = Math.min(settings.firstPerSubscription(), settings.maxPerSubscription());
        return trusted.getOrDefault(target.id(), least);
    }

    private static @Nullable Integer less(int count) {
        return count > 1 ? count - 1 : null;
    }
}
