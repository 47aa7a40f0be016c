package dev.forewarn.notice;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this replica has heard, from itself and from others, before it reads it in a table. */
@Singleton
class Bulletin implements Horizon {

    // A notice is held by nobody for longer than a lease, so what was voided two turns ago has been read again since.
    private static final Duration TURN = Duration.ofMinutes(5);

    private static final long ROUND_MILLIS = 20;
    private static final int FIRST = 1;

    private final Vertx vertx;
    private final Duration leaving;
    private final AtomicLong newest = new AtomicLong();
    private final Set<Poll> polls = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean roundIsSet = new AtomicBoolean();
    private volatile boolean closed;
    // By the wall clock.
    private volatile Optional<Instant> hearsSince = Optional.empty();
    private volatile Set<Long> voided = ConcurrentHashMap.newKeySet();
    private volatile Set<Long> voidedBefore = Set.of();
    private volatile Consumer<Instant> scheduler = due -> {};

    /** Somebody who waits for the feed to pass a position. */
    private final class Poll {
        private final long position;
        private final UniEmitter<? super Void> emitter;
        private final long timer;

        Poll(long position, Duration atMost, UniEmitter<? super Void> emitter) {
            this.position = position;
            this.emitter = emitter;
            this.timer = vertx.setTimer(Math.max(1, atMost.toMillis()), id -> end());
        }

        void end() {
            if (polls.remove(this)) {
                vertx.cancelTimer(timer);
                emitter.complete(null);
            }
        }
    }

    /** @param leaving how long the service says that it is about to stop before it does */
    Bulletin(Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> leaving) {
        this.vertx = vertx;
        this.leaving = leaving.orElse(Duration.ZERO);
        vertx.setPeriodic(TURN.toMillis(), id -> turn());
    }

    @Override
    public long newest() {
        return newest.get();
    }

    @Override
    public Uni<Void> passes(long position, Duration atMost) {
        return Uni.createFrom().emitter(emitter -> wait(position, atMost, emitter));
    }

    private void wait(long position, Duration atMost, UniEmitter<? super Void> emitter) {
        Poll poll = new Poll(position, atMost, emitter);
        polls.add(poll);
        emitter.onTermination(poll::end);
        // It may have been raised between the reader's look and this.
        if (closed) {
            poll.end();
        } else if (newest.get() > position) {
            wakeSoon();
        }
    }

    /** A notice stands at that position. */
    void raised(long position) {
        if (newest.accumulateAndGet(position, Math::max) == position) {
            wakeSoon();
        }
    }

    /** Many notices in a row wake each poll once, so that it does not look for each of them alone. */
    private void wakeSoon() {
        if (!polls.isEmpty() && roundIsSet.compareAndSet(false, true)) {
            vertx.setTimer(ROUND_MILLIS, id -> wake());
        }
    }

    private void wake() {
        // Before the newest is read: whoever raises another after that sets the next round.
        roundIsSet.set(false);
        long raised = newest.get();
        polls.stream().filter(poll -> poll.position < raised).forEach(Poll::end);
    }

    @Override
    public boolean closed() {
        return closed;
    }

    /** Requests that are open are waited for before the service stops: polls have to end by then. */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        vertx.setTimer(Math.max(1, leaving.toMillis()), id -> close());
    }

    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        close();
    }

    private void close() {
        closed = true;
        vertx.runOnContext(any -> polls.forEach(Poll::end));
    }

    /** Whether it is told at once of what other replicas raise and void. */
    boolean hears() {
        return hearsSince.isPresent();
    }

    /** Whether it was told at once of all that others have raised and voided since then. */
    boolean hasHeardSince(Instant at) {
        return hearsSince.filter(since -> !since.isAfter(at)).isPresent();
    }

    /** @param since from when on it is told; empty if it is not */
    void hears(Optional<Instant> since) {
        hearsSince = since;
    }

    /** The notice at that position no longer holds. */
    void voided(long position) {
        voided.add(position);
    }

    boolean isVoided(long position) {
        return voided.contains(position) || voidedBefore.contains(position);
    }

    /** A cutoff is due at that calendar instant. */
    void due(Instant at) {
        scheduler.accept(at);
    }

    void onDue(Consumer<Instant> scheduler) {
        this.scheduler = scheduler;
    }

    private void turn() {
        voidedBefore = voided;
        voided = ConcurrentHashMap.newKeySet();
    }
}
