package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final int TOO_LARGE = 40_000;
    private static final int TOO_OLD = 30_000;

    private final Vertx vertx = Vertx.vertx();
    private final List<List<Integer>> written = new CopyOnWriteArrayList<>();
    private final List<Integer> unwritable = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void writesTogetherWhatCameTogetherInBatchesThatAreBounded() {
        Settling<Integer> settling = settling("PT0.02S");
        IntStream.range(0, 25).forEach(settling::add);
        settling.start();

        await().atMost(AT_MOST).until(() -> settling.backlog() == 0);
        assertThat(written).extracting(List::size).containsExactly(10, 10, 5);
        assertThat(all()).isEqualTo(IntStream.range(0, 25).boxed().toList());
    }

    @Test
    void saysThatItIsWrittenWhenItDoesNotCountAnyMore() {
        Settling<Integer> settling = settling("PT0.02S");
        List<Integer> left = new CopyOnWriteArrayList<>();
        settling.onWritten(() -> left.add(settling.backlog()));
        IntStream.of(1, TOO_LARGE, 2).forEach(settling::add);
        settling.start();

        await().atMost(AT_MOST).until(() -> settling.backlog() == 0);
        await().atMost(AT_MOST).untilAsserted(() -> assertThat(left).endsWith(0).doesNotContain(3));
    }

    @Test
    void doesNotWaitOnceThereIsEnough() {
        Settling<Integer> settling = settling("PT1H");
        settling.start();
        IntStream.range(0, 10).forEach(settling::add);

        await().atMost(AT_MOST).until(() -> !written.isEmpty());
    }

    @Test
    void writesAgainWhatCouldNotBeWrittenAndLosesNothing() {
        failures.set(1);
        Settling<Integer> settling = settling("PT0.02S");
        settling.start();
        settling.add(1);
        await().atMost(AT_MOST).until(() -> failures.get() == 0);
        settling.add(2);

        await().atMost(AT_MOST).until(() -> settling.backlog() == 0);
        assertThat(all()).containsExactly(1, 2);
    }

    @Test
    void leavesOutWhatCanNotBeHeldAndWritesItsNeighbours() {
        Settling<Integer> settling = settling("PT0.02S");
        settling.start();
        IntStream.of(1, TOO_LARGE, 2).forEach(settling::add);

        await().atMost(AT_MOST).until(() -> settling.backlog() == 0);
        assertThat(all()).containsExactly(1, 2);
        assertThat(unwritable).containsExactly(TOO_LARGE);
    }

    @Test
    void leavesOutWhatIsOfADayThatIsNotKeptAnyMore() {
        Settling<Integer> settling = settling("PT0.02S");
        settling.start();
        IntStream.of(1, TOO_OLD, 2).forEach(settling::add);

        await().atMost(AT_MOST).until(() -> settling.backlog() == 0);
        assertThat(all()).containsExactly(1, 2);
        assertThat(unwritable).containsExactly(TOO_OLD);
    }

    @Test
    void writesTheRestBeforeItStops() {
        Settling<Integer> settling = settling("PT1H");
        settling.start();
        IntStream.range(0, 35).forEach(settling::add);

        settling.stop().await().atMost(AT_MOST);
        assertThat(all()).isEqualTo(IntStream.range(0, 35).boxed().toList());
        assertThat(settling.backlog()).isZero();
    }

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        written.forEach(all::addAll);
        return all;
    }

    private Settling<Integer> settling(String interval) {
        DeliverySettings settings = DefaultSettings.but(
                Map.of("forewarn.delivery.settle-interval", interval, "forewarn.delivery.settle-batch", "10"));
        return new Settling<>(vertx, "settling in a test", settings, this::write, unwritable::add);
    }

    private Uni<Void> write(List<Integer> batch) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Uni.createFrom().failure(new IllegalStateException("the database is away"));
        }
        if (batch.contains(TOO_LARGE)) {
            return Uni.createFrom().failure(new PgException("integer out of range", "ERROR", "22003", ""));
        }
        if (batch.contains(TOO_OLD)) {
            String message = "no partition of relation \"delivery\" found for row";
            return Uni.createFrom().failure(new PgException(message, "ERROR", "23514", ""));
        }
        written.add(List.copyOf(batch));
        return Uni.createFrom().voidItem();
    }
}
