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
final class FanoutRun implements Job.Run, FanoutCourse.Part {

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

    /** @param turned is told when it has settled, or nothing is left of it but requests that lag */
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

    @Override
    public void begin(Set<Long> had, Instant chunkAt, Instant startUntil) {
        Job.Message message = new Job.Message(
                fanout.position(),
                fanout.noticeId(),
                fanout.body(),
                fanout.day(),
                fanout.deadline(),
                fanout.interest().countdown(),
                fanout.raisedAt());
        Instant heldAt = fanout.heldAt(chunkAt);
        List<Job> jobs = chunk.targets().stream()
                .filter(target -> !had.contains(target.id()))
                .map(target -> new Job(target, message, Tries.NONE, heldAt, chunkAt, startUntil, this))
                .toList();
        open = jobs.size();
        unwritten.set(jobs.size());
        settled = jobs.isEmpty();
        dispatcher.submit(jobs);
    }

    @Override
    public Chunk chunk() {
        return chunk;
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public boolean answered() {
        return open == lagging.size();
    }

    @Override
    public boolean lingers() {
        return open > 0 && answered();
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
        if (answered()) {
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
