package dev.forewarn.delivery;

import dev.forewarn.delivery.LaneStore.Held;
import dev.forewarn.delivery.LaneStore.Lane;
import dev.forewarn.delivery.LaneStore.Served;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The attempts of what waits for one subscription, while its lane is leased. Used on the dispatcher's thread.
 *
 * <pre>
 *   due ─▶ submitted ─┬─ ended ─▶ written ─┐
 *              ▲      └─ busy ─▶ held      ├─▶ all written or left: released
 *              └── one ended ◀────┘        │
 *                       lease old ─▶ left ─┘
 * </pre>
 *
 * While all that is in flight lags, or the receiver is kept busy by others, nobody else need wait for it: it lingers.
 */
final class LaneRun implements Job.Run {

    // Two for one, so that a receiver that answers well is asked more at once.
    private static final int RESUMED = 2;
    // Whoever is to give this replica the key has to be told first, by the log.
    private static final Duration SEALED = Duration.ofMinutes(1);

    private final Lane lane;
    private final Dispatcher dispatcher;
    private final Settling<Served> settling;
    private final InstantSource wall;
    private final Instant startUntil;
    private final Owner owner;
    private final IdentityHashMap<Job.Message, Instant> dueAt = new IdentityHashMap<>();
    private final Deque<Job> held = new ArrayDeque<>();
    private final Set<Job> lagging = Collections.newSetFromMap(new IdentityHashMap<>());
    // Jobs that are neither written nor left.
    private int open;
    private int submitted;
    private Instant notBefore = Instant.EPOCH;
    private boolean waiting;
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

    LaneRun(
            Lane lane,
            Dispatcher dispatcher,
            Settling<Served> settling,
            InstantSource wall,
            Instant startUntil,
            Owner owner) {
        this.lane = lane;
        this.dispatcher = dispatcher;
        this.settling = settling;
        this.wall = wall;
        this.startUntil = startUntil;
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
        lagging.remove(job);
        linger();
        Settled settled = new Settled(job, outcome, lane.claim(), () -> dispatcher.execute(this::closed));
        settling.add(new Served(settled, dueAt.getOrDefault(job.message(), Instant.EPOCH)));
        if (settled.gone()) {
            leave(Instant.EPOCH);
        } else {
            resume();
        }
    }

    @Override
    public void lags(Job job) {
        lagging.add(job);
        linger();
    }

    private void linger() {
        boolean lingers = waiting || (!lagging.isEmpty() && lagging.size() == submitted);
        if (lingers != lingering) {
            lingering = lingers;
            owner.lingers(held(), lingers);
        }
    }

    @Override
    public void busy(Job job, Capacity.Full why) {
        submitted--;
        held.add(job);
        Optional<Instant> rests = dispatcher.restsUntil(job);
        if (why == Capacity.Full.SEALED) {
            leave(wall.instant().plus(SEALED));
        } else if (rests.isPresent()) {
            leave(rests.orElseThrow());
        } else if (why == Capacity.Full.ALL) {
            leave(Instant.EPOCH);
        } else if (submitted == 0 && !waiting) {
            // Somebody else keeps the receiver busy.
            waiting = true;
            dispatcher.whenFreer(job, why, this::freer);
        }
        linger();
    }

    private void freer() {
        waiting = false;
        linger();
        resume();
    }

    private void resume() {
        if (!wall.instant().isBefore(startUntil)) {
            leave(Instant.EPOCH);
            return;
        }
        for (int i = 0; i < RESUMED && !held.isEmpty(); i++) {
            submitted++;
            dispatcher.submit(List.of(held.remove()));
        }
    }

    /** What is not begun stays as it waits, for whoever takes the lane next. */
    private void leave(Instant earliest) {
        notBefore = earliest;
        int left = held.size();
        held.clear();
        open -= left;
        if (left > 0 && open == 0) {
            release();
        }
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
