package dev.forewarn.delivery;

import java.util.Optional;

/**
 * An outcome that is to be written, under the lease under which its job was done.
 *
 * @param claim fences it: it is not written if somebody else has taken the lease since
 * @param done is told once it is written, on whatever thread
 */
record Settled(Job job, Outcome outcome, int claim, Runnable done) {

    Outcome.Ended ended() {
        return (Outcome.Ended) outcome;
    }

    Outcome.Waits waits() {
        return (Outcome.Waits) outcome;
    }

    /** The attempt that it came to, if one was made. */
    Optional<Outcome.Tried> tried() {
        return isEnd() ? ended().last() : waits().failed();
    }

    boolean isEnd() {
        return outcome instanceof Outcome.Ended;
    }

    Job.Message message() {
        return job.message();
    }

    long subscription() {
        return job.target().id();
    }
}
