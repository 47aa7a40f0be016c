package dev.forewarn.subscription;

import dev.forewarn.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/** What is done beside all requests, for as long as the service runs. */
@Singleton
final class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final Duration HOURLY = Duration.ofHours(1);

    private final List<Loop> loops;

    Upkeep(Vertx vertx, Census census, Resealing resealing, PingQuota quota, InstantSource wall) {
        loops = List.of(
                new Loop(vertx, "the count of subscriptions", census::step),
                new Loop(vertx, "sealing anew", resealing::step),
                new Loop(vertx, "forgetting of ping quotas", () -> quota.forget(wall.instant())
                        .replaceWith(HOURLY)));
    }

    void start(@Observes StartupEvent event) {
        loops.forEach(Loop::start);
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            Uni.join()
                    .all(loops.stream().map(Loop::stop).toList())
                    .andCollectFailures()
                    .await()
                    .atMost(Duration.ofSeconds(10));
        } catch (RuntimeException e) {
            // Others have to be stopped, too.
            LOG.warnf("the upkeep of subscriptions did not stop: %s", e.toString());
        }
    }
}
