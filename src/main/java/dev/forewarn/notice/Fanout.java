package dev.forewarn.notice;

import dev.forewarn.subscription.Interest;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A notice that is being told to its subscriptions by this replica.
 *
 * @param body the bytes, the same for all; not to be changed
 * @param deadline by the wall clock: after it, the notice is of no use
 * @param raisedAt by the wall clock
 */
public record Fanout(
        long position,
        String noticeId,
        Buffer body,
        Interest interest,
        Optional<Instant> deadline,
        Instant raisedAt,
        Lease lease) {

    /**
     * @param after the subscription up to which it is done
     * @param claim fences the results of whoever held it before
     */
    public record Lease(long after, int claim, Instant until) {}

    /** The day under which its deliveries are kept. */
    public LocalDate day() {
        return LocalDate.ofInstant(raisedAt, ZoneOffset.UTC);
    }

    /**
     * When it was last known that the notice holds, at the reading of a chunk of it: it was just raised here, or that is
     * looked for along with the chunk.
     */
    public Instant heldAt(Instant reading) {
        return justRaised(reading) ? raisedAt : reading;
    }

    /**
     * Whether it need not be looked again whether the notice holds, if whatever voids it is heard of. Not for as long as that
     * may be acted on: what has to wait in line would be looked at again there, one by one.
     */
    boolean justRaised(Instant now) {
        return !takenOver() && !now.isBefore(raisedAt) && now.isBefore(raisedAt.plus(Notices.FRESH.dividedBy(2)));
    }

    /** Whether somebody else may have told some of its subscriptions before. */
    public boolean takenOver() {
        return lease.claim() > 1;
    }

    /** The same, once it is done up to that subscription. */
    public Fanout upTo(long subscription, Instant leaseUntil) {
        return new Fanout(
                position,
                noticeId,
                body,
                interest,
                deadline,
                raisedAt,
                new Lease(subscription, lease.claim(), leaseUntil));
    }
}
