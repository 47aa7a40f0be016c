package dev.forewarn.ledger;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The clock for retries, leases and everything else that is not a cutoff's: injected as {@link InstantSource}. */
final class WallClock {

    private WallClock() {}

    @Produces
    @Singleton
    static InstantSource wall() {
        return InstantSource.system();
    }
}
