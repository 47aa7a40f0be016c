package dev.forewarn.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Where a search for what is due begins in its index. What was due and is done leaves a dead entry there for as long as
 * anybody holds a snapshot from before: a search from the beginning would read all of them, each time.
 *
 * <p>It stands a little behind the present and never behind what is known to wait. Once in a while it goes back to the
 * beginning, should another replica have written something behind it.
 */
public final class Frontier {

    /** How long after its choice an instant may become visible in a table, on clocks that differ a little. */
    public static final Duration SLACK = Duration.ofSeconds(5);

    private static final Duration FULL_LOOK = Duration.ofSeconds(30);
    private static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    private final InstantSource wall;
    private Instant fullLookAt = Instant.MIN;
    private Instant begins = BEGINNING;
    // What was written while a search was under way, which may not have seen it.
    private Instant written = Instant.MAX;

    public Frontier(InstantSource wall) {
        this.wall = wall;
    }

    /** From where to search now for the lowest that waits; tell what was {@link #found}. */
    public synchronized Instant search() {
        Instant now = wall.instant();
        written = Instant.MAX;
        if (!now.isBefore(fullLookAt)) {
            fullLookAt = now.plus(FULL_LOOK);
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
