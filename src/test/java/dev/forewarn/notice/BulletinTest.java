package dev.forewarn.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulletinTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final Bulletin bulletin = new Bulletin(vertx, Optional.empty());

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aBurstOfNoticesWakesAPollAFewTimesAndNeverLosesTheLast() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Void> seen = lookUntil(200_000, looks).subscribeAsCompletionStage();
        long begin = System.nanoTime();
        for (long position = 1; position <= 200_000; position++) {
            bulletin.raised(position);
        }
        seen.get(20, TimeUnit.SECONDS);
        long rounds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 20;
        assertThat(looks.get()).isPositive().isLessThanOrEqualTo((int) rounds + 1);
    }

    @Test
    void whatWasRaisedBetweenTheLookAndTheWaitIsNotMissed() throws Exception {
        bulletin.raised(7);
        bulletin.passes(6, LONG).subscribeAsCompletionStage().get(20, TimeUnit.SECONDS);
        assertThat(bulletin.newest()).isEqualTo(7);
    }

    @Test
    void nobodyWaitsAnyLongerOnceTheServiceStops() throws Exception {
        CompletableFuture<Void> waiting = bulletin.passes(0, LONG).subscribeAsCompletionStage();
        bulletin.stop(new ShutdownEvent());
        waiting.get(20, TimeUnit.SECONDS);
        bulletin.passes(0, LONG).subscribeAsCompletionStage().get(20, TimeUnit.SECONDS);
        assertThat(bulletin.closed()).isTrue();
    }

    @Test
    void itVouchesForNoTimeBeforeItHeard() {
        Instant since = Instant.parse("2026-09-24T00:00:00Z");
        assertThat(bulletin.hasHeardSince(Instant.MAX)).isFalse();
        bulletin.hears(Optional.of(since));
        assertThat(bulletin.hears()).isTrue();
        assertThat(bulletin.hasHeardSince(since)).isTrue();
        assertThat(bulletin.hasHeardSince(since.minusMillis(1))).isFalse();
        bulletin.hears(Optional.empty());
        assertThat(bulletin.hears()).isFalse();
        assertThat(bulletin.hasHeardSince(since)).isFalse();
    }

    /** As a poll does that finds nothing which it wants. */
    private Uni<Void> lookUntil(long position, AtomicInteger looks) {
        return bulletin.passes(bulletin.newest(), LONG)
                .invoke(looks::incrementAndGet)
                .chain(() -> bulletin.newest() < position
                        ? lookUntil(position, looks)
                        : Uni.createFrom().voidItem());
    }
}
