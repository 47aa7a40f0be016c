package dev.forewarn.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final Duration A_MOMENT = Duration.ofMillis(200);
    private static final Uni<Duration> LONG = Uni.createFrom().item(Duration.ofHours(1));

    private final String name = "a loop in test " + UUID.randomUUID();
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger steps = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void takesTheNextStepWhenItsTimeIsUp() {
        started(() -> Uni.createFrom().item(Duration.ofMillis(5)));

        awaitSteps(5);
    }

    @Test
    void restsUntilItIsWoken() {
        Loop loop = started(() -> LONG);
        awaitSteps(1);
        await().during(A_MOMENT).until(() -> steps.get() == 1);

        loop.wake();
        awaitSteps(2);
    }

    @Test
    void aWakeDuringAStepIsNotLost() {
        CompletableFuture<UniEmitter<? super Duration>> first = new CompletableFuture<>();
        Loop loop = started(() -> steps.get() == 1 ? Uni.createFrom().<Duration>emitter(first::complete) : LONG);
        await().atMost(AT_MOST).until(first::isDone);
        loop.wake();
        loop.wake();
        await().during(A_MOMENT).until(() -> steps.get() == 1);

        first.join().complete(Duration.ofHours(1));
        awaitSteps(2);
        await().during(A_MOMENT).until(() -> steps.get() == 2);
    }

    @Test
    void goesOnAfterAStepThatFails() {
        started(() -> switch (steps.get()) {
            case 1 -> Uni.createFrom().failure(new IllegalStateException("failed"));
            case 2 -> throw new IllegalStateException("thrown");
            case 3 -> throw new AssertionError("worse");
            default -> LONG;
        });

        awaitSteps(4);
    }

    @Test
    void stopsOnceThePresentStepHasEnded() {
        CompletableFuture<UniEmitter<? super Duration>> present = new CompletableFuture<>();
        Loop loop = started(() -> Uni.createFrom().<Duration>emitter(present::complete));
        await().atMost(AT_MOST).until(present::isDone);
        var stopped = loop.stop().subscribeAsCompletionStage();
        await().during(A_MOMENT).until(() -> !stopped.isDone());

        present.join().complete(Duration.ZERO);
        await().atMost(AT_MOST).until(stopped::isDone);
        loop.wake();
        await().during(A_MOMENT).until(() -> steps.get() == 1);
    }

    @Test
    void stopsAtOnceWhileItRests() {
        Loop loop = started(() -> LONG);
        awaitSteps(1);

        loop.stop().await().atMost(AT_MOST);
        loop.wake();
        await().during(A_MOMENT).until(() -> steps.get() == 1);
        loop.stop().await().atMost(AT_MOST);
    }

    @Test
    void tellsWhenItWasDoneAndSinceWhenItFails() {
        Loop loop =
                started(() -> steps.get() == 1 ? Uni.createFrom().failure(new IllegalStateException("failed")) : LONG);
        await().atMost(AT_MOST).until(() -> pulse().failingSince().isPresent());
        assertThat(pulse().lastDone()).isEmpty();
        await().atMost(AT_MOST).until(() -> pulse().lastDone().isPresent());
        assertThat(pulse().failingSince()).isEmpty();
        assertThat(pulse().dead()).isFalse();

        loop.stop().await().atMost(AT_MOST);
        assertThat(Pulse.all()).extracting(Pulse::name).doesNotContain(name);
    }

    @Test
    void isDeadOnlyIfNothingHappensLongAfterItShould() {
        Pulse pulse = new Pulse("stands still");
        pulse.expect(Duration.ZERO);
        assertThat(pulse.dead()).isFalse();
        pulse.expect(Duration.ofMinutes(-3));
        assertThat(pulse.dead()).isTrue();
        assertThat(new LoopsAlive().call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        pulse.stopped();
        assertThat(Pulse.all()).doesNotContain(pulse);
    }

    private Pulse pulse() {
        return Pulse.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private interface Step {
        Uni<Duration> take();
    }

    private Loop started(Step step) {
        Loop loop = new Loop(vertx, name, () -> {
            steps.incrementAndGet();
            return step.take();
        });
        loop.start();
        return loop;
    }

    private void awaitSteps(int count) {
        await().atMost(AT_MOST).until(() -> steps.get() >= count);
        assertThat(steps.get()).isGreaterThanOrEqualTo(count);
    }
}
