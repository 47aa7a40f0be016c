package dev.forewarn.delivery;

import dev.forewarn.subscription.Acknowledgements.Reminded;
import dev.forewarn.subscription.Countdown;
import dev.forewarn.subscription.Target;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One notice to be sent to one subscription, now.
 *
 * @param tries made before
 * @param readAt when it was last seen that the notice holds
 * @param targetAt when the target was read, and whether it has acknowledged
 * @param startUntil when it is too late to begin it under its lease
 * @param run whom it belongs to
 */
record Job(Target target, Message message, Tries tries, Instant readAt, Instant targetAt, Instant startUntil, Run run) {

    /**
     * What is sent, the same to all.
     *
     * @param day under which its deliveries are kept
     * @param deadline by the wall clock: after it, the notice is of no use
     * @param countdown what it counts down to, if it does
     * @param raisedAt by the wall clock
     */
    record Message(
            long position,
            String noticeId,
            Buffer body,
            LocalDate day,
            Optional<Instant> deadline,
            Optional<Countdown> countdown,
            Instant raisedAt) {}

    /** Those who hand out jobs under a lease, and write down what became of them. Called on the dispatcher's thread. */
    interface Run {

        /** The job has an outcome. */
        void ended(Job job, Outcome outcome);

        /** Its receiver has not answered it, or not had room for it, for long: it may be long until it ends. */
        void lags(Job job);

        /** The job was not begun, and is not going to be: its receiver is busy, or there is too much of all. */
        void busy(Job job, Capacity.Full why);

        /** Whether its jobs rather wait than are given back when that may take long: those that have a queue to wait in don't. */
        default boolean patient() {
            return false;
        }
    }

    /** What it would remind of. */
    Optional<Reminded> reminded() {
        return message.countdown().map(countdown -> new Reminded(target.id(), countdown));
    }

    Job seen(Instant noticeAt, Target now, Instant at) {
        return new Job(now, message, tries, noticeAt, at, startUntil, run);
    }
}
