package dev.forewarn.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Jobs that wait for room at their receivers. Each subscription has a line; the lines of a host take turns, and so do hosts,
 * so that nobody who has much to be sent keeps the others waiting. Used on one thread.
 *
 * <pre>
 *   add ─▶ line of the subscription ─▶ turn at its host ─▶ turn of the host ─▶ next
 *                  ▲                        ▲
 *                  └─ subscription full ────┴─ host full: until one of its requests has ended
 * </pre>
 */
final class Lines {

    private final Map<Long, Line> lines = new HashMap<>();
    private final Map<String, Host> hosts = new HashMap<>();
    private final Deque<Host> turns = new ArrayDeque<>();
    private int impatient;

    /** A job in its line. */
    static final class Waiting {
        private final Job job;
        private final Instant since;
        private boolean late;

        private Waiting(Job job, Instant since) {
            this.job = job;
            this.since = since;
        }

        Job job() {
            return job;
        }

        Instant since() {
            return since;
        }

        /** Notes that it has waited for long; true the first time. */
        boolean becomesLate() {
            boolean first = !late;
            late = true;
            return first;
        }
    }

    /** What waits for one subscription. */
    private static final class Line {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private boolean inTurn;
    }

    /** The lines that wait for their turn at one host. */
    private static final class Host {
        private final String origin;
        private final Deque<Line> turns = new ArrayDeque<>();
        private boolean inTurn;

        Host(String origin) {
            this.origin = origin;
        }
    }

    /** How many wait that need not: see {@link Job.Run#patient}. */
    int impatient() {
        return impatient;
    }

    void add(Job job, Instant now) {
        Line line = line(job);
        line.waiting.addLast(new Waiting(job, now));
        impatient += impatience(job);
        enter(line);
    }

    /** Before all others of its subscription. */
    void addFirst(Job job, Instant now) {
        Line line = line(job);
        line.waiting.addFirst(new Waiting(job, now));
        impatient += impatience(job);
        enter(line);
    }

    private static int impatience(Job job) {
        return job.run().patient() ? 0 : 1;
    }

    private Line line(Job job) {
        return lines.computeIfAbsent(job.target().id(), any -> new Line());
    }

    private void enter(Line line) {
        if (!line.inTurn) {
            line.inTurn = true;
            Host host =
                    hosts.computeIfAbsent(line.waiting.element().job().target().origin(), Host::new);
            host.turns.addLast(line);
            enter(host);
        }
    }

    private void enter(Host host) {
        if (!host.inTurn) {
            host.inTurn = true;
            turns.addLast(host);
        }
    }

    /**
     * The next job for which there is room, taken out of its line.
     *
     * @param full what keeps a job from being begun: its subscription or its host
     */
    Optional<Job> next(Function<Job, Optional<Capacity.Full>> full) {
        while (!turns.isEmpty()) {
            Host host = turns.remove();
            host.inTurn = false;
            Optional<Job> next = next(host, full);
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    private Optional<Job> next(Host host, Function<Job, Optional<Capacity.Full>> full) {
        while (!host.turns.isEmpty()) {
            Line line = host.turns.element();
            Optional<Capacity.Full> why = line.waiting.isEmpty()
                    ? Optional.of(Capacity.Full.SUBSCRIPTION)
                    : full.apply(line.waiting.element().job());
            if (why.isEmpty()) {
                host.turns.remove();
                return Optional.of(take(host, line));
            }
            if (why.get() != Capacity.Full.SUBSCRIPTION) {
                return Optional.empty();
            }
            host.turns.remove();
            line.inTurn = false;
        }
        hosts.remove(host.origin);
        return Optional.empty();
    }

    private Job take(Host host, Line line) {
        Job job = line.waiting.remove().job();
        impatient -= impatience(job);
        line.inTurn = false;
        if (line.waiting.isEmpty()) {
            lines.remove(job.target().id());
        } else {
            enter(line);
        }
        if (host.turns.isEmpty()) {
            hosts.remove(host.origin);
        } else {
            enter(host);
        }
        return job;
    }

    /** A request of that subscription to that host has ended: there may be room for another. */
    void freer(long subscription, String origin) {
        Line line = lines.get(subscription);
        if (line != null) {
            enter(line);
        }
        Host host = hosts.get(origin);
        if (host != null) {
            enter(host);
        }
    }

    /** There may be room for anybody. */
    void freer() {
        lines.values().forEach(this::enter);
        hosts.values().forEach(this::enter);
    }

    /** Those of a subscription's jobs, taken out of its line. */
    List<Job> take(long subscription, Predicate<Waiting> which) {
        Line line = lines.get(subscription);
        if (line == null) {
            return List.of();
        }
        List<Job> taken = take(line, which);
        if (line.waiting.isEmpty()) {
            lines.remove(subscription);
        }
        return taken;
    }

    /** Those jobs of all subscriptions, taken out of their lines. */
    List<Job> takeAll(Predicate<Waiting> which) {
        List<Job> taken = new ArrayList<>();
        lines.values().forEach(line -> taken.addAll(take(line, which)));
        lines.values().removeIf(line -> line.waiting.isEmpty());
        return taken;
    }

    // A line that is left empty in its turn is passed over.
    private List<Job> take(Line line, Predicate<Waiting> which) {
        List<Job> taken = new ArrayList<>();
        for (Iterator<Waiting> all = line.waiting.iterator(); all.hasNext(); ) {
            Waiting waiting = all.next();
            if (which.test(waiting)) {
                all.remove();
                taken.add(waiting.job());
            }
        }
        impatient -= taken.stream().mapToInt(Lines::impatience).sum();
        return taken;
    }
}
