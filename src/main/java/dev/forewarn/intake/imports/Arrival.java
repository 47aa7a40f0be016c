package dev.forewarn.intake.imports;

import dev.forewarn.ledger.SourceClaims;
import dev.forewarn.lifecycle.LifecycleEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Waits until events that were written to the topic have come back from there and are stored. */
@Singleton
class Arrival {

    private static final long LOOK_MILLIS = 100;

    private final Vertx vertx;
    private final SourceClaims claims;
    private final ImportSettings settings;
    private final InstantSource wall;

    Arrival(Vertx vertx, SourceClaims claims, ImportSettings settings, InstantSource wall) {
        this.vertx = vertx;
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
                : rested().chain(() -> until(source, ids, deadline));
    }

    private Uni<Void> rested() {
        return Uni.createFrom().emitter(rest -> vertx.setTimer(LOOK_MILLIS, id -> rest.complete(null)));
    }
}
