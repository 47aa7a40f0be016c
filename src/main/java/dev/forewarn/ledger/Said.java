package dev.forewarn.ledger;

import dev.forewarn.lifecycle.LifecycleEvent;
import java.time.Instant;
import java.util.Arrays;

/**
 * An event that was found to be in order.
 *
 * @param digest of all that it says: an id that comes again with another digest is refused
 * @param writtenAt by the wall clock, when it was written to its topic
 */
public record Said(LifecycleEvent event, byte[] digest, Instant writtenAt) {

    /** An event that comes from no topic: it is judged as of now. */
    public Said(LifecycleEvent event, byte[] digest) {
        this(event, digest, Instant.MAX);
    }

    /** The same, written then. */
    public Said writtenAt(Instant wall) {
        return new Said(event, digest, wall);
    }

    boolean hasDigest(byte[] other) {
        return Arrays.equals(digest, other);
    }

    Name name() {
        return new Name(event.ref().source(), event.ref().id());
    }

    /** What makes an event the same when it comes again. */
    record Name(String source, String id) {}

    @Override
    public boolean equals(Object other) {
        return other instanceof Said said && event.equals(said.event) && hasDigest(said.digest);
    }

    @Override
    public int hashCode() {
        return event.hashCode();
    }

    @Override
    public String toString() {
        return "Said[" + event.ref() + "]";
    }
}
