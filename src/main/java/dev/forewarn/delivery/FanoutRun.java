package dev.forewarn.delivery;

import dev.forewarn.notice.Fanout;
import dev.forewarn.subscription.Audience.Chunk;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The attempts of one chunk of a fan-out. Used on the dispatcher's thread. */
final class FanoutRun implements Job.Run {

    private final Fanout fanout;
    private final Chunk chunk;
    private final Dispatcher dispatcher;
    private final Settling<Settled> settling;
    private final DeliveryMetrics metrics;
    private final Runnable turned;
    // By subscription.
    private final Set<Long> lagging = new HashSet<>();
    // Outcomes are written on other threads.
    private final AtomicInteger unwritten = new AtomicInteger();
    private int open;
    private boolean settled = true;

    /** @param turned is told when it has settled, or waits for nothing but requests that lag */
    FanoutRun(
            Fanout fanout,
            Chunk chunk,
            Dispatcher dispatcher,
            Settling<Settled> settling,
            DeliveryMetrics metrics,
            Runnable turned) {
        this.fanout = fanout;
        this.chunk = chunk;
        this.dispatcher = dispatcher;
        this.settling = settling;
        this.metrics = metrics;
        this.turned = turned;
    }

    /**
     * Begins the attempts of this chunk, but for those that were made by an earlier holder.
     *
     * @param chunkAt when it was read, and seen that the notice holds
     */
    void begin(Set<Long> had, Instant chunkAt, Instant startUntil) {
        Job.Message message = new Job.Message(
                fanout.position(),
                fanout.noticeId(),
                fanout.body(),
                fanout.day(),
                fanout.deadline(),
                fanout.interest().countdown(),
                fanout.raisedAt());
        List<Job> jobs = chunk.targets().stream()
                .filter(target -> !had.contains(target.id()))
                .map(target -> new Job(target, message, Tries.NONE, chunkAt, chunkAt, startUntil, this))
                .toList();
        open = jobs.size();
        unwritten.set(jobs.size());
        settled = jobs.isEmpty();
        dispatcher.submit(jobs);
    }

    Chunk chunk() {
        return chunk;
    }

    /** Whether all outcomes are written. */
    boolean settled() {
        return settled;
    }

    /** Whether nothing is left of it but requests that lag. */
    boolean lingers() {
        return open > 0 && open == lagging.size();
    }

    @Override
    public void lags(Job job) {
        lagging.add(job.target().id());
        turn();
    }

    @Override
    public void ended(Job job, Outcome outcome) {
        open--;
        lagging.remove(job.target().id());
        settling.add(new Settled(job, outcome, fanout.lease().claim(), this::written));
        turn();
    }

    private void turn() {
        if (lingers()) {
            turned.run();
        }
    }

    /** It is put into the queue of its subscription, from where it comes back when there is room. */
    @Override
    public void busy(Job job, Capacity.Full why) {
        metrics.queued();
        ended(job, new Outcome.Waits(fanout.raisedAt(), Tries.NONE, Optional.empty()));
    }

    private void written() {
        if (unwritten.decrementAndGet() == 0) {
            dispatcher.execute(this::settle);
        }
    }

    private void settle() {
        settled = true;
        turned.run();
    }
}
