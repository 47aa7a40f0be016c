package dev.forewarn.notice;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What this replica has heard, from itself and from others, before it reads it in a table. */
@Singleton
class Bulletin implements Horizon {

    // A notice is held by nobody for longer than a lease, so what was voided two turns ago has been read again since.
    private static final Duration TURN = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final AtomicLong newest = new AtomicLong();
    private final Set<Poll> polls = ConcurrentHashMap.newKeySet();
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

    Bulletin(Vertx vertx) {
        this.vertx = vertx;
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
        if (newest.get() > position) {
            poll.end();
        }
    }

    /** A notice stands at that position. */
    void raised(long position) {
        if (newest.accumulateAndGet(position, Math::max) == position) {
            polls.stream().filter(poll -> poll.position < position).forEach(Poll::end);
        }
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
