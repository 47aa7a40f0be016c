package dev.forewarn.subscription;

import java.time.Instant;
import java.util.Optional;

/**
 * "I have migrated": a subscription is not reminded of a cutoff any more.
 *
 * @param cutoff its id
 * @param start of its window when it was acknowledged; null if it had none
 * @param holds false once the window starts earlier than that: then it is reminded of again
 */
public record Acknowledgement(String cutoff, String key, Optional<Instant> start, Instant at, By by, boolean holds) {

    /** @param name what the key was called; null for what has no name */
    public record By(String id, Optional<String> name) {}
}
