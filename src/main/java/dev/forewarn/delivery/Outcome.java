package dev.forewarn.delivery;

import java.time.Instant;
import java.util.Optional;

/** What became of a job. */
sealed interface Outcome {

    /**
     * One HTTP request.
     *
     * @param number from 1
     */
    record Tried(int number, Answer answer, int tookMs, Instant at) {}

    /** The delivery has ended; without an attempt if it was superseded or came too late. */
    record Ended(State state, int attempts, Optional<Tried> last, Instant at, Optional<EndReason> reason)
            implements Outcome {

        Ended(State state, int attempts, Optional<Tried> last, Instant at) {
            this(state, attempts, last, at, Optional.empty());
        }
    }

    /** It waits for its next attempt; without one before if its receiver was busy. */
    record Waits(Instant until, Tries tries, Optional<Tried> failed) implements Outcome {}
}
