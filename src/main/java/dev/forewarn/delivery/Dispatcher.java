package dev.forewarn.delivery;

import dev.forewarn.loop.EventLoops;
import dev.forewarn.subscription.Target;
import dev.forewarn.watch.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Makes the attempts, as many at once as there is room for.
 *
 * <pre>
 *   submit ─▶ LINE ─┬─ voided ────────────────────────────▶ ended: superseded
 *              ▲    ├─ too late for it ───────────────────▶ ended: expired
 *              │    ├─ its lease is old ──────────────────▶ busy: its run keeps it
 *              │    ├─ its receiver is closed, or slow ───▶ busy, if its run is not patient
 *              │    ├─ not seen to hold for a second ─▶ LOOK ─▶ IN FLIGHT, LINE, busy, or ended: superseded
 *              │    ├─ has waited for 250 ms ─────────────▶ its run knows that it lags
 *              │    └─ room ─▶ IN FLIGHT ─┬─ 2xx ─────────▶ ended: delivered
 *              │                          ├─ retry ───────▶ ended: waits
 *              │                          ├─ 250 ms ──────▶ its run knows that it lags
 *              └── withheld ◀─────────────┴─ no retry ────▶ ended: failed, expired
 * </pre>
 *
 * All of it happens on the sender's thread; nothing of it is durable: what was submitted and has not ended is leased, and
 * found again when the lease is over.
 */
@Singleton
class Dispatcher implements ChunkReading.Room {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final long LAG_LOOK_MS = 50;
    // In those: there may be thousands in line.
    private static final int LINES_LOOK = 4;
    /** How many outcomes may be unwritten before no more attempts are begun: after a crash they would be made again. */
    static final int MOST_UNWRITTEN = 1_000;

    // Enough for all that can be in flight, five times over, and no more than is sent within the second that it may
    // wait in a crowd; with more, no other chunks are read.
    private static final int MANY_IN_LINE = 5_000;
    // For how long the first attempts of a fan-out wait for receivers that answer, but not yet these: then the
    // fan-out is better done without them. Not as long if others can't be begun for them.
    private static final Duration IN_LINE = Duration.ofSeconds(5);
    private static final Duration IN_CROWD = Duration.ofSeconds(1);

    private final Context context;
    private final Context reader;
    private final Sender sender;
    private final SecondLook secondLook;
    private final InstantSource wall;
    private final DeliveryMetrics metrics;
    private final DeliverySettings settings;
    private final RetryPolicy policy;
    private final Pacing pacing;
    private final Capacity capacity;
    private final Lines lines = new Lines();
    private final List<IntSupplier> unwritten = new CopyOnWriteArrayList<>();
    // In the order in which they were begun: those that may still come to lag.
    private final Deque<Flight> begun = new ArrayDeque<>();
    // Those of the present round whose receivers were found to be closed.
    private final Set<Target> closed = new HashSet<>();
    // Requests whose end has not been handed to their run.
    private final AtomicInteger unanswered = new AtomicInteger();
    private Runnable roomier = () -> {};
    private boolean pumping;
    private int looks;
    private boolean stopping;

    Dispatcher(
            Vertx vertx,
            Sender sender,
            SecondLook secondLook,
            InstantSource wall,
            DeliverySettings settings,
            DeliveryMetrics metrics) {
        this.context = sender.context();
        this.reader = EventLoops.beside(vertx);
        this.sender = sender;
        this.secondLook = secondLook;
        this.wall = wall;
        this.metrics = metrics;
        this.settings = settings;
        this.policy =
                new RetryPolicy(settings, () -> ThreadLocalRandom.current().nextDouble());
        this.pacing = new Pacing(bound -> ThreadLocalRandom.current().nextInt(bound));
        this.capacity = new Capacity(settings);
        execute(() -> vertx.setPeriodic(LAG_LOOK_MS, id -> findLagging()));
    }

    private record Flight(Job job, Capacity.Slot slot, Instant at) {}

    @Override
    public void execute(Runnable task) {
        context.runOnContext(any -> task.run());
    }

    /** Begins these as soon as there is room. On the dispatcher's thread. */
    void submit(Collection<Job> jobs) {
        if (!stopping) {
            Instant now = wall.instant();
            jobs.forEach(job -> lines.add(job, now));
            pump();
        }
    }

    /** Until when a receiver that has said that it is overloaded is left alone. On the dispatcher's thread. */
    Optional<Instant> restsUntil(Job job) {
        return capacity.restsUntil(job.target(), wall.instant());
    }

    /** Gives a run back what is not begun of its jobs for a target. On the dispatcher's thread. */
    void takeBack(Target target, Job.Run run) {
        lines.take(target.id(), waiting -> waiting.job().run() == run).forEach(this::putBack);
    }

    private boolean crowded() {
        return lines.impatient() > MANY_IN_LINE;
    }

    /**
     * Whether more first attempts may be looked for and begun: neither do many wait for theirs, nor is much unwritten, or
     * what can't be written would grow without end.
     */
    @Override
    public boolean hasRoom() {
        return !crowded() && fewUnwritten();
    }

    @Override
    public void onRoomier(Runnable listener) {
        roomier = listener;
    }

    /** Counts what has an outcome that is not written: it would be sent again after a crash, so it must not be much. */
    void countUnwritten(IntSupplier unwritten) {
        this.unwritten.add(unwritten);
    }

    /** Outcomes were written: more may be begun. */
    void written() {
        execute(this::pump);
    }

    /** Begins nothing more once that is done. What is in flight goes on. */
    Uni<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        execute(() -> {
            stopping = true;
            lines.takeAll(any -> true);
            stopped.complete();
        });
        return Uni.createFrom().completionStage(stopped.future().toCompletionStage());
    }

    int inFlight() {
        return unanswered.get();
    }

    /** What it begins may end at once, and let it be asked for again: the round that goes on takes care of that. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            Instant now = wall.instant();
            Optional<Job> next = next(now);
            while (next.isPresent()) {
                begin(next.get(), now);
                next = next(now);
            }
        } finally {
            pumping = false;
        }
        giveBackClosed();
        if (hasRoom()) {
            roomier.run();
        }
    }

    private Optional<Job> next(Instant now) {
        return capacity.hasRoom() && fewUnwritten() ? lines.next(job -> full(job, now)) : Optional.empty();
    }

    private Optional<Capacity.Full> full(Job job, Instant now) {
        Optional<Capacity.Full> full = capacity.full(job.target(), now);
        if (full.isPresent() && full.get() == Capacity.Full.SUBSCRIPTION && capacity.closed(job.target(), now)) {
            closed.add(job.target());
        }
        return full;
    }

    private boolean fewUnwritten() {
        int sum = 0;
        for (IntSupplier each : unwritten) {
            sum += each.getAsInt();
        }
        return sum < MOST_UNWRITTEN;
    }

    /** Who wants to be left alone is, by everybody; who does not answer is waited for by those who can. */
    private void giveBackClosed() {
        if (closed.isEmpty()) {
            return;
        }
        List<Target> targets = List.copyOf(closed);
        closed.clear();
        Instant now = wall.instant();
        for (Target target : targets) {
            boolean rests = capacity.restsUntil(target, now).isPresent();
            giveBack(lines.take(
                    target.id(), waiting -> rests || !waiting.job().run().patient()));
        }
    }

    private void giveBack(List<Job> jobs) {
        jobs.forEach(job -> job.run().busy(job, Capacity.Full.SUBSCRIPTION));
    }

    private void begin(Job job, Instant now) {
        if (!job.target().readable()) {
            job.run().busy(job, Capacity.Full.SEALED);
        } else if (secondLook.knownVoided(job)) {
            endUntried(job, State.SUPERSEDED);
        } else if (tooLate(job, now)) {
            endUntried(job, State.EXPIRED);
        } else if (!now.isBefore(job.startUntil())) {
            putBack(job);
        } else if (secondLook.isDue(job)) {
            look(job, capacity.enter(job.target()));
        } else {
            send(new Flight(job, capacity.enter(job.target()), now));
        }
    }

    /** The first attempt is always made. */
    private static boolean tooLate(Job job, Instant now) {
        return job.tries().made() > 0
                && job.message().deadline().map(now::isAfter).orElse(false);
    }

    private void endUntried(Job job, State state) {
        end(job, new Outcome.Ended(state, job.tries().made(), Optional.empty(), wall.instant()));
    }

    private void endAcknowledged(Job job) {
        end(
                job,
                new Outcome.Ended(
                        State.SUPERSEDED,
                        job.tries().made(),
                        Optional.empty(),
                        wall.instant(),
                        Optional.of(EndReason.ACKNOWLEDGED)));
    }

    /** It has its place while it is looked at, so that no more are looked at than could be sent. */
    private void look(Job job, Capacity.Slot slot) {
        EventLoops.on(reader, () -> secondLook.at(job))
                .ifNoItem()
                .after(settings.timeout())
                .fail()
                .subscribe()
                .with(
                        found -> execute(() -> looked(job, slot, found)),
                        failure -> execute(() -> unsent(job, slot, () -> putBack(job))));
    }

    private void looked(Job job, Capacity.Slot slot, SecondLook.Found found) {
        if (found.voided()) {
            unsent(job, slot, () -> endUntried(job, State.SUPERSEDED));
        } else if (found.acknowledged()) {
            unsent(job, slot, () -> endAcknowledged(job));
        } else if (stopping || found.job().isEmpty()) {
            unsent(job, slot, () -> putBack(job));
        } else {
            found.job().ifPresent(seen -> goOn(seen, slot, secondLook.counts(seen, found.asked())));
        }
    }

    private void goOn(Job seen, Capacity.Slot slot, boolean counts) {
        Instant now = wall.instant();
        if (!now.isBefore(seen.startUntil())) {
            // The look took long: somebody else may have it by the time it would end.
            unsent(seen, slot, () -> putBack(seen));
        } else if (counts && seen.target().readable() && slot.isOf(seen.target())) {
            send(new Flight(seen, slot, now));
        } else {
            unsent(seen, slot, () -> lines.addFirst(seen, now));
        }
    }

    /** Its place is for others. */
    private void unsent(Job job, Capacity.Slot slot, Runnable instead) {
        capacity.release(slot);
        instead.run();
        lines.freer(job.target().id(), slot.origin());
        pump();
    }

    /** It stays under its lease. */
    private void putBack(Job job) {
        job.run().busy(job, Capacity.Full.ALL);
    }

    private void send(Flight flight) {
        begun.add(flight);
        unanswered.incrementAndGet();
        request(flight.job()).onComplete(result -> answered(flight, result.result()));
    }

    /** Whatever goes wrong, what is counted as in flight comes back. */
    private Future<Answer> request(Job job) {
        try {
            return sender.send(
                    job.target(), job.message().noticeId(), job.message().body(), () -> mayBeSent(job));
        } catch (RuntimeException e) {
            Ids.with(
                    Map.of(
                            Ids.NOTICE,
                            job.message().noticeId(),
                            Ids.SUBSCRIPTION,
                            job.target().publicId()),
                    () -> LOG.errorf(e, "a request to %s can't be made", job.target()));
            return Future.succeededFuture(new Answer.Broken(Answer.Reason.NO_CONNECTION));
        }
    }

    /** Asked when it is connected, which may take long. */
    private boolean mayBeSent(Job job) {
        return !secondLook.knownVoided(job)
                && wall.instant().isBefore(job.startUntil().plus(settings.timeout()));
    }

    private void findLagging() {
        Instant now = wall.instant();
        Instant before = now.minus(settings.slowAfter());
        while (!begun.isEmpty()
                && (begun.peek().slot().left() || !begun.peek().at().isAfter(before))) {
            Flight flight = begun.remove();
            if (!flight.slot().left()) {
                boolean freer = capacity.lag(flight.slot());
                flight.job().run().lags(flight.job());
                if (freer) {
                    lines.freer(flight.job().target().id(), flight.slot().origin());
                }
            }
        }
        looks++;
        if (looks % LINES_LOOK == 0) {
            lookThroughLines(now, before);
            // Somebody's rest may be over, too.
            lines.freer();
        }
        pump();
    }

    private void lookThroughLines(Instant now, Instant before) {
        Instant overdue = now.minus(crowded() ? IN_CROWD : IN_LINE);
        List<Job> late = new ArrayList<>();
        List<Job> left = lines.takeAll(waiting -> {
            if (!waiting.since().isAfter(before) && waiting.becomesLate()) {
                late.add(waiting.job());
            }
            boolean patient = waiting.job().run().patient();
            return !now.isBefore(waiting.job().startUntil())
                    || (!patient && waiting.since().isBefore(overdue));
        });
        late.forEach(job -> job.run().lags(job));
        left.forEach(this::putBack);
    }

    private void answered(Flight flight, Answer answer) {
        Job job = flight.job();
        Instant now = wall.instant();
        capacity.leave(flight.slot(), answer, now);
        Instant begunAt = flight.at();
        int took = (int) Math.max(0, Duration.between(begunAt, now).toMillis());
        if (answer instanceof Answer.Withheld) {
            lines.addFirst(job, now);
        } else {
            end(job, outcome(job, new Outcome.Tried(job.tries().made() + 1, answer, took, begunAt), now));
        }
        unanswered.decrementAndGet();
        lines.freer(job.target().id(), job.target().origin());
        pump();
    }

    private Outcome outcome(Job job, Outcome.Tried tried, Instant now) {
        if (tried.answer().success()) {
            return new Outcome.Ended(State.DELIVERED, tried.number(), Optional.of(tried), now);
        }
        RetryPolicy.Next next = policy.after(
                tried.answer(), job.tries().oneMore(), now, job.message().deadline());
        return next instanceof RetryPolicy.Again again
                ? new Outcome.Waits(pacing.book(again.at(), again.latest(), now), again.tries(), Optional.of(tried))
                : new Outcome.Ended(((RetryPolicy.End) next).state(), tried.number(), Optional.of(tried), now);
    }

    private void end(Job job, Outcome outcome) {
        metrics.count(job, outcome);
        job.run().ended(job, outcome);
    }
}
