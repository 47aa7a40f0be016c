package dev.forewarn.delivery;

import dev.forewarn.subscription.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        private final Receiver receiver;
        private final Host host;
        private boolean apart;
        private boolean suspect;
        private boolean slow;
        private boolean left;

        private Slot(Receiver receiver, Host host) {
            this.receiver = receiver;
            this.host = host;
            this.suspect = receiver.suspect;
        }

        /** The host whose place it has. */
        String origin() {
            return host.origin;
        }

        /** Whether it is for that target, which may have moved. */
        boolean isOf(Target target) {
            return host.origin.equals(target.origin());
        }

        boolean left() {
            return left;
        }
    }

    /** What is known of a subscription's receiver. */
    private static final class Receiver {
        private int inFlight;
        private int slow;
        // How many it is trusted with at once.
        private int trusted;
        // Its last request was unanswered for long. All of these together get only half of what there is, so that
        // however many are dead, the others are told.
        private boolean suspect;
        private @Nullable Rest rest;

        Receiver(int trusted) {
            this.trusted = trusted;
        }
    }

    /** Requests to a host: its own, and those that are set apart. */
    private static final class Host {
        private final String origin;
        private int inFlight;
        private int apart;

        Host(String origin) {
            this.origin = origin;
        }
    }

    private record Rest(Instant until, Duration length) {}

    private static final int REMEMBERED = 100_000;
    private static final Set<Integer> OVERLOADED = Set.of(429, 502, 504);
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final int most;
    private final int mostPerHost;
    private final int mostSlowPerHost;
    private final int mostPerSubscription;
    private final int leastPerSubscription;
    private final Map<String, Host> hosts = new HashMap<>();
    // The one that was asked for longest ago comes first.
    private final Map<Long, Receiver> receivers = new LinkedHashMap<>(16, 0.75f, true);
    private int suspectsInFlight;
    private int inFlight;

    Capacity(DeliverySettings settings) {
        this.most = settings.maxInFlight();
        this.mostPerHost = settings.maxPerHost();
        this.mostSlowPerHost = settings.maxSlowPerHost();
        this.mostPerSubscription = settings.maxPerSubscription();
        this.leastPerSubscription = Math.min(settings.firstPerSubscription(), mostPerSubscription);
    }

    int inFlight() {
        return inFlight;
    }

    boolean hasRoom() {
        return inFlight < most;
    }

    /** What keeps a request from being made now. */
    Optional<Full> full(Target target, Instant now) {
        if (!hasRoom()) {
            return Optional.of(Full.ALL);
        }
        Receiver receiver = receivers.get(target.id());
        if (receiver != null && (receiver.inFlight >= receiver.trusted || closed(receiver, now))) {
            return Optional.of(Full.SUBSCRIPTION);
        }
        Host host = hosts.get(target.origin());
        return host != null && host.inFlight >= mostPerHost ? Optional.of(Full.HOST) : Optional.empty();
    }

    /** Whether it may be long until another request can be made to it: it does not answer, or wants to be left alone. */
    boolean closed(Target target, Instant now) {
        Receiver receiver = receivers.get(target.id());
        return receiver != null && closed(receiver, now);
    }

    /** Until when it is left alone, if it is. */
    Optional<Instant> restsUntil(Target target, Instant now) {
        return Optional.ofNullable(receivers.get(target.id())).flatMap(receiver -> restsUntil(receiver, now));
    }

    private static Optional<Instant> restsUntil(Receiver receiver, Instant now) {
        return Optional.ofNullable(receiver.rest).map(Rest::until).filter(now::isBefore);
    }

    private boolean closed(Receiver receiver, Instant now) {
        return receiver.slow > 0
                || (receiver.suspect && 2 * suspectsInFlight >= most)
                || (receiver.rest != null && restsUntil(receiver, now).isPresent());
    }

    /** A request that is not {@link #full kept from being made}, and counts until it {@link #leave leaves}. */
    Slot enter(Target target) {
        Receiver receiver = receivers.computeIfAbsent(target.id(), any -> new Receiver(leastPerSubscription));
        Host host = hosts.computeIfAbsent(target.origin(), Host::new);
        receiver.inFlight++;
        host.inFlight++;
        inFlight++;
        suspectsInFlight += receiver.suspect ? 1 : 0;
        forget();
        return new Slot(receiver, host);
    }

    /** Fewer are in flight than are remembered, so that there is one to be forgotten. */
    private void forget() {
        while (receivers.size() > REMEMBERED) {
            Map.Entry<Long, Receiver> eldest = receivers.entrySet().iterator().next();
            if (eldest.getValue().inFlight == 0) {
                receivers.remove(eldest.getKey());
            } else {
                // Asked for, it comes last.
                receivers.get(eldest.getKey());
            }
        }
    }

    /** Of how many receivers something is known. */
    int remembered() {
        return receivers.size();
    }

    /**
     * A request is unanswered for long. Its host's own requests are one fewer, if not too many are set apart already.
     *
     * @return whether there is room for another to that host
     */
    boolean lag(Slot slot) {
        slot.slow = true;
        slot.receiver.slow++;
        slot.receiver.suspect = true;
        suspectsInFlight += slot.suspect ? 0 : 1;
        slot.suspect = true;
        if (slot.host.apart < mostSlowPerHost) {
            slot.apart = true;
            slot.host.apart++;
            slot.host.inFlight--;
        }
        return slot.apart;
    }

    void leave(Slot slot, Answer answer, Instant now) {
        release(slot);
        learn(slot.receiver, answer, now);
    }

    /** It {@link #leave leaves} without having been sent. */
    void release(Slot slot) {
        slot.left = true;
        inFlight--;
        suspectsInFlight -= slot.suspect ? 1 : 0;
        slot.receiver.inFlight--;
        slot.receiver.slow -= slot.slow ? 1 : 0;
        leave(slot.host, slot.apart);
    }

    private void leave(Host host, boolean apart) {
        if (apart) {
            host.apart--;
        } else {
            host.inFlight--;
        }
        if (host.apart == 0 && host.inFlight == 0) {
            hosts.remove(host.origin);
        }
    }

    private void learn(Receiver receiver, Answer answer, Instant now) {
        if (answer.success()) {
            receiver.trusted = Math.min(mostPerSubscription, receiver.trusted + 1);
            receiver.suspect = false;
            receiver.rest = null;
            return;
        }
        receiver.trusted = leastPerSubscription;
        if (answer.code().filter(OVERLOADED::contains).isPresent()) {
            receiver.rest = rest(receiver, answer, now);
        }
    }

    /** As long as it asks, or twice as long each time, but never so long that it would not be found well again. */
    private static Rest rest(Receiver receiver, Answer answer, Instant now) {
        Duration doubled = Optional.ofNullable(receiver.rest)
                .map(rest -> rest.length().multipliedBy(2))
                .orElse(FIRST_REST);
        Duration length = shorter(answer.retryAfter().orElse(doubled), LONGEST_REST);
        return new Rest(now.plus(length), length);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
