package dev.forewarn.delivery;

import java.util.Optional;

/**
 * An outcome that is to be written, under the lease under which its job was done.
 *
 * @param claim fences it: it is not written if somebody else has taken the lease since
 * @param done is told once it is written, on whatever thread
 */
record Settled(Job job, Outcome outcome, int claim, Runnable done) {

    private static final int GONE = 410;

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

    /** Whether its receiver has taken it. */
    boolean taken() {
        return tried().map(Outcome.Tried::answer).filter(Answer::success).isPresent();
    }

    /** Whether its receiver wants nothing more: 410. */
    boolean gone() {
        return tried().flatMap(tried -> tried.answer().code())
                .filter(code -> code == GONE)
                .isPresent();
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
