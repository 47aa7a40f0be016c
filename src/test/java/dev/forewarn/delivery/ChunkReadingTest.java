package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.FanoutStore.Progress;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.notice.Fanout;
import dev.forewarn.subscription.Audience.Chunk;
import dev.forewarn.subscription.Interest;
import dev.forewarn.subscription.Target;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks are read and begun while there is room, and not otherwise. */
class ChunkReadingTest {

    private static final Instant NOW = Instant.parse("2026-09-24T07:00:00Z");
    private static final int TARGETS = 200;

    private final Vertx vertx = Vertx.vertx();
    private final Hall hall = new Hall();
    private final Shelf shelf = new Shelf();
    private final ChunkReading reading = new ChunkReading(vertx, shelf, hall, InstantSource.fixed(NOW));
    private final List<String> told = new ArrayList<>();
    private final List<FakePart> attempts = new ArrayList<>();
    private Instant startUntil = NOW.plusSeconds(60);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The test's own thread is the dispatcher's. */
    private static final class Hall implements ChunkReading.Room {

        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private Runnable listener = () -> {};
        private boolean room = true;

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public boolean hasRoom() {
            return room;
        }

        @Override
        public void onRoomier(Runnable listener) {
            this.listener = listener;
        }

        void room(boolean now) {
            room = now;
            if (now) {
                listener.run();
            }
        }

        void work() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    private static final class Shelf implements ChunkReading.Rows {

        private final AtomicInteger read = new AtomicInteger();
        private final Queue<Uni<Boolean>> held = new ConcurrentLinkedQueue<>();

        @Override
        public Uni<List<Chunk>> chunks(List<Fanout> behind) {
            read.incrementAndGet();
            return Uni.createFrom().item(behind.stream().map(Shelf::next).toList());
        }

        private static Chunk next(Fanout behind) {
            long after = behind.lease().after();
            List<Target> targets = LongStream.rangeClosed(after + 1, after + TARGETS)
                    .mapToObj(id -> new Target(
                            id, "sub_" + id, URI.create("https://hook.test/"), "https://hook.test", List.of()))
                    .toList();
            return new Chunk(targets, after + TARGETS, false);
        }

        @Override
        public Uni<Set<Long>> had(Fanout fanout, List<Long> subscriptions) {
            return Uni.createFrom().item(Set.of(subscriptions.get(0)));
        }

        @Override
        public Uni<Boolean> isHeld(Fanout fanout) {
            return Optional.ofNullable(held.poll()).orElse(Uni.createFrom().item(true));
        }
    }

    private final class Elsewhere implements FanoutCourse.Steps {

        @Override
        public void read(FanoutCourse course, Fanout behind) {
            reading.read(course, behind);
        }

        @Override
        public void ask(FanoutCourse course) {
            reading.begin(course);
        }

        @Override
        public FakePart run(FanoutCourse course, Chunk chunk) {
            FakePart run = new FakePart(course, chunk);
            attempts.add(run);
            return run;
        }

        @Override
        public Instant startUntil(Fanout fanout) {
            return startUntil;
        }

        @Override
        public void advance(FanoutCourse course, Progress progress) {
            told.add("advance " + progress.upTo());
        }

        @Override
        public void lingers(FanoutCourse course, boolean now) {
            told.add("lingers " + now);
        }

        @Override
        public void left(FanoutCourse course) {
            told.add("left " + course.fanout().position());
        }
    }

    private void goOn(int position, int claim) {
        Interest interest = new Interest(
                SubjectId.parse("openai/api:sora"),
                Milestone.values()[0],
                "*",
                "*",
                NoticeKind.values()[0],
                0,
                Optional.empty());
        Fanout fanout = new Fanout(
                position,
                "ntc_" + position,
                Buffer.buffer(),
                interest,
                Optional.empty(),
                NOW,
                new Fanout.Lease(0, claim, NOW.plusSeconds(90)));
        new FanoutCourse(fanout, new Elsewhere()).goOn();
    }

    private void awaitBegun(int chunks) {
        await().untilAsserted(() -> {
            hall.work();
            assertThat(attempts).hasSize(chunks);
        });
    }

    private void awaitRead(int times) {
        await().untilAsserted(() -> {
            hall.work();
            assertThat(shelf.read).hasValue(times);
        });
    }

    /** Whatever is under way has come back. */
    private void settle() {
        AtomicInteger looked = new AtomicInteger();
        await().until(() -> {
            hall.work();
            return looked.incrementAndGet() > 3;
        });
    }

    @Test
    void nothingIsReadUntilThereIsRoom() {
        hall.room(false);
        goOn(1, 1);
        goOn(2, 2);
        settle();
        assertThat(shelf.read).hasValue(0);

        hall.room(true);
        awaitBegun(2);
    }

    @Test
    void whatIsInHandIsBegunWhenThereIsRoom() {
        goOn(1, 1);
        hall.work();
        hall.room(false);
        awaitRead(1);
        settle();
        assertThat(attempts).isEmpty();

        hall.room(true);
        awaitBegun(1);
    }

    @Test
    void noMoreIsReadWhileMuchIsInHand() {
        for (int i = 1; i <= 40; i++) {
            goOn(i, 1);
        }
        hall.work();
        hall.room(false);
        awaitRead(1);
        settle();
        assertThat(attempts).isEmpty();

        // Sixteen chunks are in hand: they are begun before others are read.
        hall.room(true);
        assertThat(attempts).hasSize(16);
        awaitBegun(40);
    }

    @Test
    void whetherItIsHeldIsAskedAgainWhenThatFails() {
        goOn(1, 1);
        awaitBegun(1);
        shelf.held.add(Uni.createFrom().failure(new IllegalStateException("away")));

        attempts.get(0).answer();
        awaitBegun(2);
        assertThat(shelf.held).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void whatSomebodyElseHasTakenOverIsNotBegun() {
        goOn(1, 1);
        awaitBegun(1);
        shelf.held.add(Uni.createFrom().item(false));

        attempts.get(0).answer();
        await().untilAsserted(() -> {
            hall.work();
            assertThat(told).containsExactly("left 1");
        });
        assertThat(attempts).hasSize(1);
    }

    @Test
    void whatComesTooLateIsLeftToItsLease() {
        startUntil = NOW;
        goOn(1, 1);

        await().untilAsserted(() -> {
            hall.work();
            assertThat(told).containsExactly("left 1");
        });
        assertThat(attempts).isEmpty();
    }

    @Test
    void whoHasHadItFromAnEarlierHolderIsTold() {
        goOn(1, 2);
        awaitBegun(1);

        assertThat(attempts.get(0).had).containsExactly(1L);
    }
}
