package dev.forewarn.delivery;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Makes the attempts, as many at once as there is room for.
 *
 * <pre>
 *   submit ─▶ READY ─┬─ voided ────────────────────────────▶ ended: superseded
 *               ▲    ├─ too late for it ───────────────────▶ ended: expired
 *               │    ├─ its lease is old ──────────────────▶ busy: its run keeps it
 *               │    ├─ not seen to hold for a second ─▶ LOOK ─▶ READY, or ended: superseded
 *               │    ├─ receiver busy ─────────────────────▶ busy: its run keeps it
 *               │    └─ room ─▶ IN FLIGHT ─┬─ 2xx ─────────▶ ended: delivered
 *               │                          ├─ retry ───────▶ ended: waits
 *               │                          ├─ 250 ms ──────▶ its run knows that it lags
 *               └─ resubmitted by its run  └─ no retry ────▶ ended: failed, expired
 * </pre>
 *
 * All of it happens on one thread; nothing of it is durable: what was submitted and has not ended is leased, and found
 * again when the lease is over.
 */
@Singleton
class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final long AT_LATEST_MS = 500;
    private static final long LAG_LOOK_MS = 50;
    private static final int MOST_UNWRITTEN = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final Sender sender;
    private final SecondLook secondLook;
    private final InstantSource wall;
    private final DeliveryMetrics metrics;
    private final DeliverySettings settings;
    private final RetryPolicy policy;
    private final Pacing pacing;
    private final Capacity capacity;
    private final Deque<Job> ready = new ArrayDeque<>();
    private final BusyHosts busyHosts = new BusyHosts();
    private final List<IntSupplier> unwritten = new CopyOnWriteArrayList<>();
    // In the order in which they were begun: those that may still come to lag.
    private final Deque<Flight> begun = new ArrayDeque<>();
    // Requests whose end has not been handed to their run.
    private final AtomicInteger unanswered = new AtomicInteger();
    private boolean stopping;

    Dispatcher(
            Vertx vertx,
            Sender sender,
            SecondLook secondLook,
            InstantSource wall,
            DeliverySettings settings,
            DeliveryMetrics metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
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

    private record Flight(Job job, Capacity.Slot slot) {}

    /** Does something on the dispatcher's thread. */
    void execute(Runnable task) {
        context.runOnContext(any -> task.run());
    }

    /** Begins these as soon as there is room. On the dispatcher's thread. */
    void submit(Collection<Job> jobs) {
        if (!stopping) {
            ready.addAll(jobs);
            pump();
        }
    }

    /** Lets somebody know, once, when a request of those that kept it from being begun has ended. On the dispatcher's thread. */
    void whenFreer(Job job, Capacity.Full why, Runnable task) {
        // A subscription's requests may still go to the URL that it had before.
        boolean own = why == Capacity.Full.SUBSCRIPTION;
        String whom = own ? job.target().publicId() : job.target().origin();
        Once once = new Once(task);
        busyHosts.add(whom, once);
        // Those who are let know before may all leave without a request, whose end would have let this one know.
        vertx.setTimer(
                AT_LATEST_MS,
                id -> execute(() -> {
                    busyHosts.drop(whom, once);
                    once.getAsBoolean();
                }));
    }

    /** Until when a receiver that has said that it is overloaded is left alone. On the dispatcher's thread. */
    Optional<Instant> restsUntil(Job job) {
        return capacity.restsUntil(job.target(), wall.instant());
    }

    /** Counts what has an outcome that is not written: it would be sent again after a crash, so it must not be much. */
    void countUnwritten(IntSupplier unwritten) {
        this.unwritten.add(unwritten);
    }

    /** Outcomes were written: more may be begun. */
    void written() {
        execute(this::pump);
    }

    /** Begins nothing more. What is in flight goes on. */
    void stop() {
        execute(() -> {
            stopping = true;
            ready.clear();
        });
    }

    int inFlight() {
        return unanswered.get();
    }

    private void pump() {
        while (capacity.hasRoom() && !ready.isEmpty() && fewUnwritten()) {
            begin(ready.poll());
        }
    }

    private boolean fewUnwritten() {
        return unwritten.stream().mapToInt(IntSupplier::getAsInt).sum() < MOST_UNWRITTEN;
    }

    private void begin(Job job) {
        if (!job.target().readable()) {
            job.run().busy(job, Capacity.Full.SEALED);
        } else if (secondLook.knownVoided(job)) {
            endUntried(job, State.SUPERSEDED);
        } else if (tooLate(job)) {
            endUntried(job, State.EXPIRED);
        } else if (!wall.instant().isBefore(job.startUntil())) {
            job.run().busy(job, Capacity.Full.ALL);
        } else if (secondLook.isDue(job)) {
            look(job);
        } else {
            enter(job);
        }
    }

    /** The first attempt is always made. */
    private boolean tooLate(Job job) {
        return job.tries().made() > 0
                && job.message().deadline().map(wall.instant()::isAfter).orElse(false);
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

    private void look(Job job) {
        secondLook
                .at(job)
                .subscribe()
                .with(found -> execute(() -> looked(job, found)), failure -> execute(() -> putBack(job)));
    }

    private void looked(Job job, SecondLook.Found found) {
        if (found.voided()) {
            endUntried(job, State.SUPERSEDED);
        } else if (found.acknowledged()) {
            endAcknowledged(job);
        } else if (stopping || found.job().isEmpty()) {
            putBack(job);
        } else {
            found.job().ifPresent(seen -> goOn(seen, secondLook.counts(seen, found.asked())));
        }
    }

    private void goOn(Job seen, boolean counts) {
        if (counts && seen.target().readable()) {
            enter(seen);
        } else {
            ready.addFirst(seen);
            pump();
        }
    }

    /** It stays under its lease. */
    private void putBack(Job job) {
        job.run().busy(job, Capacity.Full.ALL);
    }

    private void enter(Job job) {
        Instant now = wall.instant();
        capacity.full(job.target(), now)
                .ifPresentOrElse(
                        full -> job.run().busy(job, full),
                        () -> send(new Flight(job, capacity.enter(job.target(), now))));
    }

    private void send(Flight flight) {
        begun.add(flight);
        unanswered.incrementAndGet();
        request(flight.job()).onComplete(result -> context.runOnContext(any -> answered(flight, result.result())));
    }

    /** Whatever goes wrong, what is counted as in flight comes back. */
    private Future<Answer> request(Job job) {
        try {
            return sender.send(
                    job.target(), job.message().noticeId(), job.message().body(), () -> mayBeSent(job));
        } catch (RuntimeException e) {
            LOG.errorf(e, "a request to %s can't be made", job.target());
            return Future.succeededFuture(new Answer.Broken(Answer.Reason.NO_CONNECTION));
        }
    }

    /** Asked when it is connected, which may take long. */
    private boolean mayBeSent(Job job) {
        return !secondLook.knownVoided(job)
                && wall.instant().isBefore(job.startUntil().plus(settings.timeout()));
    }

    private void findLagging() {
        Instant before = wall.instant().minus(settings.slowAfter());
        while (!begun.isEmpty()
                && (begun.peek().slot().left() || !begun.peek().slot().begun().isAfter(before))) {
            Flight flight = begun.remove();
            if (!flight.slot().left()) {
                lag(flight);
            }
        }
    }

    private void lag(Flight flight) {
        boolean freer = capacity.lag(flight.slot());
        flight.job().run().lags(flight.job());
        if (freer) {
            busyHosts.freer(flight.job().target().origin());
        }
    }

    private void answered(Flight flight, Answer answer) {
        Job job = flight.job();
        Instant now = wall.instant();
        capacity.leave(flight.slot(), answer, now);
        Instant begunAt = flight.slot().begun();
        int took = (int) Math.max(0, Duration.between(begunAt, now).toMillis());
        if (answer instanceof Answer.Withheld) {
            ready.addFirst(job);
        } else {
            end(job, outcome(job, new Outcome.Tried(job.tries().made() + 1, answer, took, begunAt), now));
        }
        unanswered.decrementAndGet();
        busyHosts.freer(job.target().publicId());
        busyHosts.freer(job.target().origin());
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
        metrics.count(outcome);
        job.run().ended(job, outcome);
    }
}
