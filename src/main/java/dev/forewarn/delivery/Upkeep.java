package dev.forewarn.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The loops beside the sending: pings, replays, reports of health, erasures, retention, and the count of what ends. */
@Singleton
class Upkeep {

    private final Pings pings;
    private final Replays replays;
    private final HealthReports reports;
    private final Erasures erasures;
    private final Retention retention;
    private final Throughput throughput;

    Upkeep(
            Pings pings,
            Replays replays,
            HealthReports reports,
            Erasures erasures,
            Retention retention,
            Throughput throughput) {
        this.pings = pings;
        this.replays = replays;
        this.reports = reports;
        this.erasures = erasures;
        this.retention = retention;
        this.throughput = throughput;
    }

    void start() {
        pings.start();
        replays.start();
        reports.start();
        erasures.start();
        retention.start();
        throughput.start();
    }

    /** Lets what is under way end, but for pings in flight, and begins nothing more. */
    Uni<Void> stop() {
        return Uni.join()
                .all(pings.stop(), replays.stop(), reports.stop(), erasures.stop(), retention.stop(), throughput.stop())
                .andFailFast()
                .replaceWithVoid();
    }

    /** How many pings are in flight. */
    int inFlight() {
        return pings.inFlight();
    }
}
