package dev.forewarn.delivery;

import dev.forewarn.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Starts and stops the sending. */
@Singleton
class Deliveries {

    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final Duration PARTITIONS_EVERY = Duration.ofHours(1);
    private static final Duration WRITING = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final FanoutWork fanouts;
    private final LaneWork lanes;
    private final Dispatcher dispatcher;
    private final DeliverySettings settings;
    private final Partitions partitions;
    private final Loop keeping;

    Deliveries(
            Vertx vertx,
            FanoutWork fanouts,
            LaneWork lanes,
            Dispatcher dispatcher,
            DeliverySettings settings,
            Partitions partitions) {
        this.fanouts = fanouts;
        this.lanes = lanes;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.partitions = partitions;
        this.keeping = new Loop(vertx, "partitions", () -> partitions.ensure().replaceWith(PARTITIONS_EVERY));
    }

    void start(@Observes StartupEvent event) {
        partitions.ensure().await().atMost(WRITING);
        keeping.start();
        fanouts.start();
        lanes.start();
    }

    /** Begins nothing more, waits for what is in flight, writes what it came to and gives back what is leased. */
    void stop(@Observes ShutdownEvent event) {
        try {
            Uni.join()
                    .all(fanouts.stop(), lanes.stop(), keeping.stop())
                    .andFailFast()
                    .await()
                    .atMost(WRITING);
            dispatcher.stop();
            drain();
            Uni.join().all(fanouts.flush(), lanes.flush()).andFailFast().await().atMost(WRITING);
        } catch (RuntimeException e) {
            // It is leased: another replica finds it when the lease is over.
            LOG.warnf("stopped before all outcomes were written: %s", e.toString());
        }
    }

    private void drain() {
        long deadline = System.nanoTime() + settings.drain().toNanos();
        while (dispatcher.inFlight() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
