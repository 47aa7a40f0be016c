package dev.forewarn.delivery;

import dev.forewarn.subscription.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many requests are in flight: to a subscription, to a host, in all. A subscription that answers well is trusted with
 * more at once; one that does not answer leaves the host to the others, and is asked nothing more until it has; one that
 * says it is overloaded is left alone for a while. Used on one thread.
 *
 * <pre>
 *   enter ─▶ of the host's own ─┬─ answered ─────────────────────────▶ left
 *                               └─ unanswered for long ─▶ set apart ─▶ left
 * </pre>
 */
final class Capacity {

    /** What there is too much of. */
    enum Full {
        SUBSCRIPTION,
        HOST,
        ALL,
        /** What is sealed for it can't be opened for now. */
        SEALED
    }

    /** One request in flight. */
    static final class Slot {
        private final Target target;
        private final Instant begun;
        private boolean apart;
        private boolean suspect;
        private boolean slow;
        private boolean left;

        private Slot(Target target, Instant begun, boolean suspect) {
            this.target = target;
            this.begun = begun;
            this.suspect = suspect;
        }

        Instant begun() {
            return begun;
        }

        boolean left() {
            return left;
        }
    }

    private record Rest(Instant until, Duration length) {}

    private static final int REMEMBERED = 100_000;
    private static final Set<Integer> OVERLOADED = Set.of(429, 502, 504);
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final DeliverySettings settings;
    private final Map<String, Integer> hosts = new HashMap<>();
    private final Map<String, Integer> apart = new HashMap<>();
    private final Map<Long, Integer> subscriptions = new HashMap<>();
    private final Map<Long, Integer> slow = new HashMap<>();
    // How many each is trusted with, where that is not the least.
    private final Map<Long, Integer> trusted = new Recent<>(REMEMBERED);
    private final Map<Long, Rest> resting = new Recent<>(REMEMBERED);
    // Those whose last request was unanswered for long: all of them together get only half of what there is, so that
    // however many are dead, the others are told.
    private final Map<Long, Boolean> suspects = new Recent<>(REMEMBERED);
    private int suspectsInFlight;
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

    /** What keeps a request from being made now. */
    Optional<Full> full(Target target, Instant now) {
        if (!hasRoom()) {
            return Optional.of(Full.ALL);
        }
        if (subscriptions.getOrDefault(target.id(), 0) >= trusted(target) || closed(target, now)) {
            return Optional.of(Full.SUBSCRIPTION);
        }
        return hosts.getOrDefault(target.origin(), 0) >= settings.maxPerHost()
                ? Optional.of(Full.HOST)
                : Optional.empty();
    }

    /** Until when it is left alone, if it is. */
    Optional<Instant> restsUntil(Target target, Instant now) {
        return Optional.ofNullable(resting.get(target.id())).map(Rest::until).filter(now::isBefore);
    }

    private boolean closed(Target target, Instant now) {
        return slow.containsKey(target.id())
                || (suspects.containsKey(target.id()) && 2 * suspectsInFlight >= settings.maxInFlight())
                || restsUntil(target, now).isPresent();
    }

    /** A request that is not {@link #full kept from being made}, and counts until it {@link #leave leaves}. */
    Slot enter(Target target, Instant now) {
        Slot slot = new Slot(target, now, suspects.containsKey(target.id()));
        inFlight.incrementAndGet();
        suspectsInFlight += slot.suspect ? 1 : 0;
        hosts.merge(target.origin(), 1, Integer::sum);
        subscriptions.merge(target.id(), 1, Integer::sum);
        return slot;
    }

    /**
     * A request is unanswered for long. Its host's own requests are one fewer, if not too many are set apart already.
     *
     * @return whether there is room for another to that host
     */
    boolean lag(Slot slot) {
        slot.slow = true;
        slow.merge(slot.target.id(), 1, Integer::sum);
        suspects.put(slot.target.id(), true);
        suspectsInFlight += slot.suspect ? 0 : 1;
        slot.suspect = true;
        if (apart.getOrDefault(slot.target.origin(), 0) < settings.maxSlowPerHost()) {
            slot.apart = true;
            apart.merge(slot.target.origin(), 1, Integer::sum);
            hosts.computeIfPresent(slot.target.origin(), Capacity::less);
        }
        return slot.apart;
    }

    void leave(Slot slot, Answer answer, Instant now) {
        Target target = slot.target;
        slot.left = true;
        inFlight.decrementAndGet();
        suspectsInFlight -= slot.suspect ? 1 : 0;
        (slot.apart ? apart : hosts).computeIfPresent(target.origin(), Capacity::less);
        subscriptions.computeIfPresent(target.id(), Capacity::less);
        if (slot.slow) {
            slow.computeIfPresent(target.id(), Capacity::less);
        }
        learn(target, answer, now);
    }

    private void learn(Target target, Answer answer, Instant now) {
        if (answer.success()) {
            trusted.put(target.id(), Math.min(settings.maxPerSubscription(), trusted(target) + 1));
            suspects.remove(target.id());
            resting.remove(target.id());
            return;
        }
        trusted.remove(target.id());
        if (answer.code().filter(OVERLOADED::contains).isPresent()) {
            rest(target, answer, now);
        }
    }

    /** As long as it asks, or twice as long each time, but never so long that it would not be found well again. */
    private void rest(Target target, Answer answer, Instant now) {
        Duration doubled = Optional.ofNullable(resting.get(target.id()))
                .map(rest -> rest.length().multipliedBy(2))
                .orElse(FIRST_REST);
        Duration length = shorter(answer.retryAfter().orElse(doubled), LONGEST_REST);
        resting.put(target.id(), new Rest(now.plus(length), length));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private int trusted(Target target) {
        int least = Math.min(settings.firstPerSubscription(), settings.maxPerSubscription());
        return trusted.getOrDefault(target.id(), least);
    }

    private static @Nullable Integer less(Object key, int count) {
        return count > 1 ? count - 1 : null;
    }
}
