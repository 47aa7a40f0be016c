package dev.forewarn.delivery;

import dev.forewarn.delivery.LaneStore.Held;
import dev.forewarn.delivery.LaneStore.Lane;
import dev.forewarn.delivery.LaneStore.Served;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The attempts of what waits for one subscription, while its lane is leased. Used on the dispatcher's thread.
 *
 * <pre>
 *   due ─▶ submitted ─┬─ ended ─▶ written ─┬─▶ all written or left: released
 *                     └─ given back: left ─┘
 * </pre>
 *
 * While all that is left of it lags, nobody else need wait for it: it lingers.
 */
final class LaneRun implements Job.Run {

    // Whoever is to give this replica the key has to be told first, by the log.
    private static final Duration SEALED = Duration.ofMinutes(1);

    private final Lane lane;
    private final Dispatcher dispatcher;
    private final Settling<Served> settling;
    private final InstantSource wall;
    private final Owner owner;
    private final IdentityHashMap<Job.Message, Instant> dueAt = new IdentityHashMap<>();
    // By position of the notice.
    private final Set<Long> lagging = new HashSet<>();
    // Jobs that are neither written nor left.
    private int open;
    private int submitted;
    private Instant notBefore = Instant.EPOCH;
    private boolean lingering;

    /** Who has taken the lane. Called on the dispatcher's thread. */
    interface Owner {

        /**
         * Everything of the lane is written or left.
         *
         * @param notBefore when it may be taken again at the earliest
         */
        void released(Held lane, Instant notBefore);

        void lingers(Held lane, boolean lingering);
    }

    LaneRun(Lane lane, Dispatcher dispatcher, Settling<Served> settling, InstantSource wall, Owner owner) {
        this.lane = lane;
        this.dispatcher = dispatcher;
        this.settling = settling;
        this.wall = wall;
        this.owner = owner;
    }

    /** @param dueAt of each message, in the same order */
    void begin(List<Job> jobs, List<Instant> dueAt) {
        for (int i = 0; i < jobs.size(); i++) {
            this.dueAt.put(jobs.get(i).message(), dueAt.get(i));
        }
        open = jobs.size();
        submitted = jobs.size();
        if (jobs.isEmpty()) {
            release();
        } else {
            dispatcher.submit(jobs);
        }
    }

    @Override
    public void ended(Job job, Outcome outcome) {
        submitted--;
        lagging.remove(job.message().position());
        linger();
        Settled settled = new Settled(job, outcome, lane.claim(), () -> dispatcher.execute(this::closed));
        settling.add(new Served(settled, dueAt.getOrDefault(job.message(), Instant.EPOCH)));
        if (settled.gone()) {
            dispatcher.takeBack(job.target(), this);
        }
    }

    @Override
    public void lags(Job job) {
        lagging.add(job.message().position());
        linger();
    }

    @Override
    public boolean patient() {
        return true;
    }

    private void linger() {
        boolean lingers = !lagging.isEmpty() && lagging.size() == submitted;
        if (lingers != lingering) {
            lingering = lingers;
            owner.lingers(held(), lingers);
        }
    }

    /** What is not begun stays as it waits, for whoever takes the lane next. */
    @Override
    public void busy(Job job, Capacity.Full why) {
        submitted--;
        lagging.remove(job.message().position());
        linger();
        Instant earliest = why == Capacity.Full.SEALED
                ? wall.instant().plus(SEALED)
                : dispatcher.restsUntil(job).orElse(Instant.EPOCH);
        notBefore = earliest.isAfter(notBefore) ? earliest : notBefore;
        closed();
    }

    private void closed() {
        open--;
        if (open == 0) {
            release();
        }
    }

    private void release() {
        owner.released(held(), notBefore);
    }

    private Held held() {
        return new Held(lane.subscription(), lane.claim());
    }
}
