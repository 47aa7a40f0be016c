package dev.forewarn.delivery;

import dev.forewarn.notice.Fanout;
import dev.forewarn.subscription.Audience;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The attempts of one chunk of a fan-out. Used on the dispatcher's thread. */
final class FanoutRun implements Job.Run {

    private final Fanout fanout;
    private final Instant startUntil;
    private final Settling<Settled> settling;
    private final DeliveryMetrics metrics;
    private final Runnable done;
    private int unsettled;

    /** @param done is told, on whatever thread, once all outcomes are written */
    FanoutRun(Fanout fanout, Instant startUntil, Settling<Settled> settling, DeliveryMetrics metrics, Runnable done) {
        this.fanout = fanout;
        this.startUntil = startUntil;
        this.settling = settling;
        this.metrics = metrics;
        this.done = done;
    }

    /** The jobs of this chunk, but for those that had theirs from an earlier holder. */
    List<Job> jobs(Audience.Chunk chunk, Set<Long> had) {
        Job.Message message =
                new Job.Message(fanout.position(), fanout.noticeId(), fanout.body(), fanout.day(), fanout.deadline());
        // Taken over from somebody, it was read before it is known whether it still holds.
        Instant readAt = fanout.takenOver() ? Instant.EPOCH : fanout.raisedAt();
        List<Job> jobs = chunk.targets().stream()
                .filter(target -> !had.contains(target.id()))
                .map(target -> new Job(target, message, 0, readAt, startUntil, this))
                .toList();
        unsettled = jobs.size();
        return jobs;
    }

    @Override
    public void ended(Job job, Outcome outcome) {
        settling.add(new Settled(job, outcome, fanout.lease().claim(), this::settled));
    }

    /** It is put into the queue of its subscription, from where it comes back when there is room. */
    @Override
    public void busy(Job job, Capacity.Full why) {
        metrics.queued();
        ended(job, new Outcome.Waits(fanout.raisedAt(), 0, Optional.empty()));
    }

    private synchronized void settled() {
        unsettled--;
        if (unsettled == 0) {
            done.run();
        }
    }
}
