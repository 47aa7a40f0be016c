package dev.forewarn.loop;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Lets those who ask for the same at about the same time look for it together. */
public final class SharedLook<K, V> {

    private final Function<K, Uni<V>> look;
    private final Duration fresh;
    private final InstantSource wall;
    private final Map<K, Looking<V>> looks = new ConcurrentHashMap<>();
    private volatile Instant forget = Instant.MIN;

    private record Looking<V>(Instant at, Uni<Seen<V>> seen) {}

    /**
     * What a look has found.
     *
     * @param at when it was begun
     */
    public record Seen<V>(Instant at, V what) {}

    /** @param fresh for how long after a look was begun others may share it */
    public SharedLook(Function<K, Uni<V>> look, Duration fresh, InstantSource wall) {
        this.look = look;
        this.fresh = fresh;
        this.wall = wall;
    }

    /** Whether what was seen then may be acted on now without another look. */
    public boolean fresh(Instant seenAt) {
        return seenAt.plus(fresh).isAfter(wall.instant());
    }

    /** Looks, or shares a look that is fresh. */
    public Uni<Seen<V>> at(K key) {
        forgetLooks();
        Looking<V> known = looks.get(key);
        return known != null && fresh(known.at())
                ? known.seen()
                : looks.merge(key, begin(key), (old, begun) -> begun).seen();
    }

    private void forgetLooks() {
        Instant now = wall.instant();
        if (now.isAfter(forget)) {
            forget = now.plus(fresh);
            looks.values().removeIf(looking -> !fresh(looking.at()));
        }
    }

    private Looking<V> begin(K key) {
        Instant now = wall.instant();
        Uni<Seen<V>> seen =
                look.apply(key).map(what -> new Seen<>(now, what)).memoize().indefinitely();
        return new Looking<>(now, seen);
    }
}
