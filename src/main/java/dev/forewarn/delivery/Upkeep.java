package dev.forewarn.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The loops beside the sending: pings, replays, reports of health, erasures, retention. */
@Singleton
class Upkeep {

    private final Pings pings;
    private final Replays replays;
    private final HealthReports reports;
    private final Erasures erasures;
    private final Retention retention;

    Upkeep(Pings pings, Replays replays, HealthReports reports, Erasures erasures, Retention retention) {
        this.pings = pings;
        this.replays = replays;
        this.reports = reports;
        this.erasures = erasures;
        this.retention = retention;
    }

    void start() {
        pings.start();
        replays.start();
        reports.start();
        erasures.start();
        retention.start();
    }

    /** Lets what is under way end, but for pings in flight, and begins nothing more. */
    Uni<Void> stop() {
        return Uni.join()
                .all(pings.stop(), replays.stop(), reports.stop(), erasures.stop(), retention.stop())
                .andFailFast()
                .replaceWithVoid();
    }

    /** How many pings are in flight. */
    int inFlight() {
        return pings.inFlight();
    }
}
