package dev.forewarn.delivery;

import static dev.forewarn.delivery.World.SOON;
import static dev.forewarn.delivery.World.farOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forewarn.delivery.World.Raised;
import dev.forewarn.notice.Notices;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Acknowledgements;
import dev.forewarn.subscription.Target;
import dev.forewarn.subscription.Targets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Impatient.class)
class DispatcherTest {

    private static final Duration A_WHILE = Duration.ofMillis(500);

    @Inject
    Vertx vertx;

    @Inject
    Sender sender;

    @Inject
    SecondLook secondLook;

    @Inject
    InstantSource wall;

    @Inject
    DeliverySettings settings;

    @Inject
    DeliveryMetrics metrics;

    @Inject
    Notices notices;

    @Inject
    Targets targets;

    @Inject
    Acknowledgements acknowledgements;

    @Inject
    World world;

    private final Receiver receiver = new Receiver();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Optional<Dispatcher> made = Optional.empty();

    /** Notes what it is told, and how many requests were in flight then. */
    private final Job.Run run = new Job.Run() {
        @Override
        public void ended(Job job, Outcome outcome) {
            told.add("ended, " + dispatcher().inFlight());
        }

        @Override
        public void lags(Job job) {
            told.add("lags");
        }

        @Override
        public void busy(Job job, Capacity.Full why) {
            told.add(why.name());
        }
    };

    @BeforeEach
    void make() {
        made = Optional.of(new Dispatcher(vertx, sender, secondLook, wall, settings, metrics));
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aRequestCountsUntilItsRunHasItsOutcome() {
        submit(Instant.MAX);

        await().atMost(SOON).until(() -> told.contains("ended, 1"));
        await().atMost(SOON).until(() -> dispatcher().inFlight() == 0);
    }

    @Test
    void whatIsNotBegunInTimeOfItsLeaseIsNotBegun() {
        submit(Instant.now().minusMillis(1));

        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(told).containsExactly("ALL");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void whatWasLookedAtForTooLongIsNotBegun() {
        SlowLook look = new SlowLook();
        made = Optional.of(new Dispatcher(vertx, sender, look, wall, settings, metrics));
        submit(Instant.MAX);

        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(look.asked).isTrue();
        assertThat(told).containsExactly("ALL");
        assertThat(receiver.received()).isEmpty();
    }

    /** As while PostgreSQL is slow: in the end all is well, but the lease is old. */
    private final class SlowLook extends SecondLook {

        private volatile boolean asked;

        SlowLook() {
            super(notices, targets, acknowledgements, wall);
        }

        @Override
        boolean isDue(Job job) {
            return true;
        }

        @Override
        boolean counts(Job seen, Instant asked) {
            return true;
        }

        @Override
        Uni<Found> at(Job job) {
            asked = true;
            Instant past = Instant.now();
            Job old = new Job(job.target(), job.message(), job.tries(), past, past, past, job.run());
            return Uni.createFrom().item(new Found(false, false, Optional.of(old), past));
        }
    }

    @Test
    void nothingIsBegunOnceItIsStopped() {
        dispatcher().stop().await().atMost(SOON);
        submit(Instant.MAX);

        await().during(A_WHILE).until(() -> receiver.received().isEmpty());
        assertThat(told).isEmpty();
    }

    private void submit(Instant startUntil) {
        Raised notice = world.states(World.newProvider() + "/api:shutdown", farOff());
        Target target =
                new Target(1, "sub_1", URI.create(receiver.url("/")), receiver.url(""), List.of(new byte[] {1}));
        Job.Message message = new Job.Message(
                notice.position(),
                notice.id(),
                Buffer.buffer(notice.body()),
                notice.day(),
                Optional.empty(),
                Optional.empty(),
                notice.raisedAt());
        Job job = new Job(target, message, Tries.NONE, Instant.now(), Instant.now(), startUntil, run);
        dispatcher().execute(() -> dispatcher().submit(List.of(job)));
    }

    private Dispatcher dispatcher() {
        return made.orElseThrow();
    }
}
