package dev.forewarn.subscription;

import java.time.Instant;

/**
 * The answer to a rotation: the only one that holds the new secret.
 *
 * @param previousUntil until when the one before signs, too
 */
public record Rotated(String secret, Instant previousUntil) {

    @Override
    public String toString() {
        return "Rotated[" + previousUntil + "]";
    }
}
