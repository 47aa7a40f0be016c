package dev.forewarn.intake.imports;

import dev.forewarn.ledger.SourceClaims;
import dev.forewarn.lifecycle.LifecycleEvent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Waits until events that were written to the topic have come back from there and are stored. */
@Singleton
class Arrival {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final SourceClaims claims;
    private final ImportSettings settings;
    private final InstantSource wall;

    Arrival(SourceClaims claims, ImportSettings settings, InstantSource wall) {
        this.claims = claims;
        this.settings = settings;
        this.wall = wall;
    }

    /**
     * Whether all are stored; false if the time for it was up first. They will be, then, if their topic is read at all.
     *
     * @param events of one source
     */
    Uni<Boolean> of(List<? extends LifecycleEvent> events) {
        String source = events.get(0).ref().source();
        List<String> ids =
                events.stream().map(event -> event.ref().id()).distinct().toList();
        return until(source, ids, wall.instant().plus(settings.storedWithin()));
    }

    private Uni<Boolean> until(String source, List<String> ids, Instant deadline) {
        return claims.stored(source, ids)
                .flatMap(stored -> stored == ids.size() ? Uni.createFrom().item(true) : later(source, ids, deadline));
    }

    private Uni<Boolean> later(String source, List<String> ids, Instant deadline) {
        return wall.instant().isAfter(deadline)
                ? Uni.createFrom().item(false)
                : Uni.createFrom().voidItem().onItem().delayIt().by(LOOK).chain(() -> until(source, ids, deadline));
    }
}
