package dev.forewarn.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Where a search for what is due begins in its index. What was due and is done leaves a dead entry there for as long as
 * anybody holds a snapshot from before: a search from the beginning would read all of them, each time.
 *
 * <p>It stands at the present, or a little behind it where nothing is heard, and never behind what is known to wait. Once
 * in a while it goes back to the beginning, should another replica have written something behind it: not as often, where
 * that would be heard of.
 */
public final class Frontier {

    /** How long after its choice an instant may become visible in a table, on clocks that differ a little. */
    public static final Duration SLACK = Duration.ofSeconds(5);

    /** Before anything that is due. */
    public static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    private static final Duration UNHEARD = Duration.ofSeconds(30);
    // Something between this and the database may swallow what is said.
    private static final Duration HEARD = Duration.ofMinutes(5);

    private final InstantSource wall;
    private final BooleanSupplier hears;
    private Instant fullLookAt = BEGINNING;
    private Instant begins = BEGINNING;
    // What was written while a search was under way, which may not have seen it.
    private Instant written = Instant.MAX;

    public Frontier(InstantSource wall) {
        this(wall, () -> false);
    }

    /** @param hears whether {@link #written} is told at present of what other replicas write behind it, too */
    public Frontier(InstantSource wall, BooleanSupplier hears) {
        this.wall = wall;
        this.hears = hears;
    }

    /** How far behind the present it stays: nowhere, where what becomes visible behind it is heard of. */
    public Duration slack() {
        return hears.getAsBoolean() ? Duration.ZERO : SLACK;
    }

    /** From where to search now for the lowest that waits; tell what was {@link #found}. */
    public synchronized Instant search() {
        Instant now = wall.instant();
        written = Instant.MAX;
        Duration since = hears.getAsBoolean() ? HEARD : UNHEARD;
        if (!now.isBefore(fullLookAt.plus(since))) {
            fullLookAt = now;
            begins = BEGINNING;
        }
        return begins;
    }

    /** Nothing waits before that instant, as far as the search could see. */
    public synchronized void found(Instant lowest) {
        begins = earlier(lowest, written);
    }

    /** Something is due then. */
    public synchronized void written(Instant due) {
        written = earlier(due, written);
        begins = earlier(due, begins);
    }

    /** From where to take what is due. */
    public synchronized Instant begins() {
        return begins;
    }

    public static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
