package dev.forewarn.delivery;

import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.Receiver.Received;
import dev.forewarn.delivery.World.Raised;
import dev.forewarn.delivery.World.Subscribed;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Target;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class FanoutTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    @Inject
    World world;

    @Inject
    FanoutStore store;

    private final Receiver receiver = new Receiver();
    private final String provider = World.newProvider();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aFanoutTakenOverInTheMiddleTellsTheRestOnceAndNobodyTwice() {
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        awaitFannedOut(notice);
        List<Subscribed> all = subscribed(5 * Impatient.CHUNK / 2);
        List<Subscribed> had = all.subList(Impatient.CHUNK / 2, 3 * Impatient.CHUNK / 2);
        had.forEach(each -> delivered(each, notice));
        leaveFanout(notice, 0);
        awaitFannedOut(notice);

        await().atMost(PATIENCE).until(() -> deliveries(notice) == all.size());
        Map<String, Long> received =
                receiver.received().stream().collect(Collectors.groupingBy(Received::path, Collectors.counting()));
        assertThat(received.keySet())
                .isEqualTo(all.stream()
                        .filter(each -> !had.contains(each))
                        .map(FanoutTest::path)
                        .collect(Collectors.toSet()));
        assertThat(received.values()).containsOnly(1L);
    }

    @Test
    void aFanoutGoesOnBehindItsCursor() {
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        awaitFannedOut(notice);
        List<Subscribed> all = subscribed(4);
        leaveFanout(notice, all.get(1).id());
        awaitFannedOut(notice);

        await().atMost(PATIENCE).until(() -> deliveries(notice) == 2);
        assertThat(receiver.received())
                .extracting(Received::path)
                .containsExactlyInAnyOrder(path(all.get(2)), path(all.get(3)));
    }

    @Test
    void whoHasLostAFanoutDoesNotGoOnWithIt() {
        List<Subscribed> all = subscribed(Impatient.CHUNK + 10);
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answers(path(all.get(0)), Receiver.after(gate));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        await().atMost(SOON).until(() -> !receiver.received(path(all.get(0))).isEmpty());
        takenByAnother(notice);
        gate.countDown();

        await().during(A_WHILE).atMost(SOON).until(() -> receiver.received(path(all.get(Impatient.CHUNK + 5)))
                .isEmpty());
        assertThat(world.delivery(all.get(0), notice)).isEmpty();
        world.rows("update fanout set lease_until = now() where position = $1", notice.position());
        await().atMost(PATIENCE).until(() -> deliveries(notice) == all.size());
    }

    @Test
    void aReceiverThatDoesNotAnswerDoesNotHoldUpTheNextChunks() {
        List<Subscribed> all = subscribed(3 * Impatient.CHUNK);
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answers(path(all.get(0)), Receiver.after(gate));
        receiver.answers(path(all.get(Impatient.CHUNK)), Receiver.after(gate));
        Raised notice = world.states(provider + "/api:shutdown", farOff());

        await().atMost(SOON).until(() -> deliveries(notice) == all.size() - 2);
        assertThat(world.number("select after from fanout where position = $1", notice.position()))
                .isZero();
        gate.countDown();
        awaitFannedOut(notice);
        assertThat(deliveries(notice)).isEqualTo(all.size());
        assertThat(receiver.received()).hasSize(all.size());
    }

    @Test
    void aFanoutThatWasTakenAwayIsLeftAlone() {
        List<Subscribed> all = subscribed(1);
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answers(path(all.get(0)), Receiver.after(gate));
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        await().atMost(SOON).until(() -> !receiver.received(path(all.get(0))).isEmpty());
        world.rows("delete from fanout where position = $1", notice.position());
        gate.countDown();
        Raised next = world.states(provider + "/next:shutdown", farOff());

        assertThat(world.endState(all.get(0), next)).isEqualTo(State.DELIVERED);
        assertThat(world.delivery(all.get(0), notice)).isEmpty();
    }

    @Test
    void outcomesUnderALostClaimAreNotWritten() {
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        awaitFannedOut(notice);
        world.rows(
                "insert into fanout (position, claim, lease_until) values ($1, 2, now() + interval '1 hour')",
                notice.position());
        List<Settled> stale = List.of(ended(1_000_001, notice, 1), waits(1_000_002, notice, 1));
        List<Settled> held = List.of(ended(1_000_003, notice, 2), waits(1_000_004, notice, 2));

        store.settle(stale).await().atMost(SOON);
        assertThat(stored(notice)).isEmpty();
        store.settle(held).await().atMost(SOON);
        assertThat(stored(notice))
                .containsExactly("attempt 1000004", "delivery 1000003", "lane 1000004", "waiting 1000004");
        world.rows("delete from fanout where position = $1", notice.position());
    }

    /** The connection broke after the commit and before its answer: what was written is written again. */
    @Test
    void outcomesCanBeWrittenTwice() {
        Raised notice = world.states(provider + "/api:shutdown", farOff());
        awaitFannedOut(notice);
        world.rows(
                "insert into fanout (position, claim, lease_until) values ($1, 1, now() + interval '1 hour')",
                notice.position());
        List<Settled> outcomes = List.of(ended(1_000_005, notice, 1), waits(1_000_006, notice, 1));

        store.settle(outcomes).await().atMost(SOON);
        List<String> once = stored(notice);
        store.settle(outcomes).await().atMost(SOON);
        assertThat(stored(notice)).isEqualTo(once).hasSize(4);
        world.rows("delete from fanout where position = $1", notice.position());
    }

    private List<String> stored(Raised notice) {
        String sql =
                """
                select 'attempt ' || subscription_id from attempt where position = $1
                union all select 'delivery ' || subscription_id from delivery where position = $1
                union all select 'waiting ' || subscription_id from waiting where position = $1
                union all
                select 'lane ' || w.subscription_id from lane l join waiting w using (subscription_id) where position = $1
                order by 1""";
        return world.rows(sql, notice.position()).stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static Settled ended(long subscription, Raised notice, int claim) {
        Outcome outcome = new Outcome.Ended(State.DELIVERED, 1, Optional.of(tried(204)), Instant.now());
        return new Settled(job(subscription, notice), outcome, claim, () -> {});
    }

    private static Settled waits(long subscription, Raised notice, int claim) {
        Outcome outcome =
                new Outcome.Waits(Instant.now().plusSeconds(3600), new Tries(1, 0, false), Optional.of(tried(500)));
        return new Settled(job(subscription, notice), outcome, claim, () -> {});
    }

    private static Outcome.Tried tried(int status) {
        return new Outcome.Tried(1, new Answer.Status(status, "", Optional.empty()), 1, Instant.now());
    }

    private static Job job(long subscription, Raised notice) {
        Target target = new Target(subscription, "sub_" + subscription, URI.create("http://127.0.0.1/"), "", List.of());
        Job.Message message = new Job.Message(
                notice.position(),
                notice.id(),
                Buffer.buffer(notice.body()),
                notice.day(),
                Optional.empty(),
                Optional.empty(),
                notice.raisedAt());
        return new Job(target, message, Tries.NONE, Instant.now(), Instant.now(), Instant.MAX, new NoRun());
    }

    static final class NoRun implements Job.Run {
        @Override
        public void ended(Job job, Outcome outcome) {
            throw new AssertionError("nothing is run");
        }

        @Override
        public void lags(Job job) {
            throw new AssertionError("nothing is run");
        }

        @Override
        public void busy(Job job, Capacity.Full why) {
            throw new AssertionError("nothing is run");
        }
    }

    private List<Subscribed> subscribed(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> world.subscribesTo(provider, receiver.url("/" + provider + "/" + i)))
                .toList();
    }

    private static String path(Subscribed subscribed) {
        return URI.create(subscribed.url()).getPath();
    }

    private void delivered(Subscribed subscribed, Raised notice) {
        world.rows(
                "insert into delivery values ($1, $2, $3, 0, 1, 204, null, 1, null, now())",
                subscribed.id(),
                notice.position(),
                notice.day());
    }

    private long deliveries(Raised notice) {
        return world.number("select count(*) from delivery where position = $1 and state = 0", notice.position());
    }

    private void takenByAnother(Raised notice) {
        world.rows(
                "update fanout set claim = claim + 1, lease_until = now() + interval '1 hour' where position = $1",
                notice.position());
    }

    private void leaveFanout(Raised notice, long after) {
        world.rows(
                "insert into fanout (position, after, lease_until) values ($1, $2, now())", notice.position(), after);
    }

    private void awaitFannedOut(Raised notice) {
        String left = "select count(*) from fanout where position = $1";
        await().atMost(PATIENCE).until(() -> world.number(left, notice.position()) == 0);
    }
}
