package dev.forewarn.notice;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** How far the feed goes, as far as this replica has heard: what a long poll waits at. */
public interface Horizon {

    /** The position of the newest notice that this replica has heard of, raised by any replica; 0 if of none. */
    long newest();

    /**
     * Completes, on an event loop, once a notice after that position has been raised, or when the time is up or this
     * closes.
     */
    Uni<Void> passes(long position, Duration atMost);

    /** Whether this service is stopping, so that nobody is to wait here any longer. */
    boolean closed();
}
