package dev.forewarn.delivery;

import dev.forewarn.notice.NoticeSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
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
    private static final Duration WRITING = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);
    private static final int RETRIES = 8;
    private static final Duration STARTING = Duration.ofMinutes(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final FanoutWork fanouts;
    private final LaneWork lanes;
    private final Dispatcher dispatcher;
    private final DeliverySettings settings;
    private final NoticeSettings noticeSettings;
    private final Partitions partitions;
    private final Upkeep upkeep;

    Deliveries(
            FanoutWork fanouts,
            LaneWork lanes,
            Dispatcher dispatcher,
            DeliverySettings settings,
            NoticeSettings noticeSettings,
            Partitions partitions,
            Upkeep upkeep) {
        this.fanouts = fanouts;
        this.lanes = lanes;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.noticeSettings = noticeSettings;
        this.partitions = partitions;
        this.upkeep = upkeep;
    }

    void start(@Observes StartupEvent event) {
        checkLeases();
        // Somebody who reads a table for long may be in the way for a while.
        partitions
                .ensure()
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .atMost(RETRIES)
                .await()
                .atMost(STARTING);
        fanouts.start();
        lanes.start();
        upkeep.start();
    }

    /** An attempt that is begun last must have ended before somebody else may begin it. */
    private void checkLeases() {
        Duration used = settings.startWithin().plus(settings.timeout());
        if (used.compareTo(settings.lease()) >= 0 || used.compareTo(noticeSettings.lease()) >= 0) {
            throw new IllegalStateException(
                    "FOREWARN_DELIVERY_START_WITHIN and FOREWARN_DELIVERY_TIMEOUT together must be less than"
                            + " FOREWARN_DELIVERY_LEASE and FOREWARN_NOTICE_LEASE");
        }
    }

    /** Begins nothing more, waits for what is in flight, writes what it came to and gives back what is leased. */
    void stop(@Observes ShutdownEvent event) {
        inTime(Uni.join().all(fanouts.stop(), lanes.stop(), upkeep.stop()).andFailFast());
        inTime(dispatcher.stop());
        drain();
        inTime(Uni.join().all(fanouts.flush(), lanes.flush()).andFailFast());
    }

    private static void inTime(Uni<?> stage) {
        try {
            stage.await().atMost(WRITING);
        } catch (RuntimeException e) {
            // What is not written is leased: another replica finds it when the lease is over.
            LOG.warnf("stopped before everything was written: %s", e.toString());
        }
    }

    private void drain() {
        long deadline = System.nanoTime() + settings.drain().toNanos();
        while (dispatcher.inFlight() + upkeep.inFlight() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
