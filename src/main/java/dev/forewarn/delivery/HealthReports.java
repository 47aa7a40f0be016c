package dev.forewarn.delivery;

import dev.forewarn.loop.Loop;
import dev.forewarn.subscription.Health;
import dev.forewarn.subscription.Health.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells the registry how its subscriptions' receivers have answered: failures at once, successes a few times a second, as
 * nearly all of them tell nothing new.
 */
@Singleton
class HealthReports {

    private static final Logger LOG = Logger.getLogger(HealthReports.class);
    private static final Duration GATHERED = Duration.ofMillis(250);

    private final Health health;
    private final Loop loop;
    private final Set<Long> well = ConcurrentHashMap.newKeySet();

    HealthReports(Vertx vertx, Health health) {
        this.health = health;
        this.loop = new Loop(vertx, "reports of health", this::tellWell);
    }

    void start() {
        loop.start();
    }

    /** What comes after that is told by the next success. */
    Uni<Void> stop() {
        return loop.stop().chain(this::tellWell).replaceWithVoid();
    }

    /** Never fails, and one of them does not keep the others from being told: the next attempt tells it, too. */
    Uni<Void> report(List<Settled> settled) {
        List<Failure> failures =
                settled.stream().flatMap(each -> failure(each).stream()).toList();
        settled.stream().filter(Settled::taken).forEach(each -> well.add(each.subscription()));
        return told(health.gone(gone(settled))).chain(() -> told(health.failed(failures)));
    }

    private Uni<Duration> tellWell() {
        List<Long> told = List.copyOf(well);
        told.forEach(well::remove);
        return told(health.succeeded(told).onFailure().invoke(() -> well.addAll(told)))
                .replaceWith(GATHERED);
    }

    private static Uni<Void> told(Uni<Void> report) {
        return report.onFailure()
                .invoke(failure -> LOG.warnf("it is not known how receivers answered: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private static List<Long> gone(List<Settled> settled) {
        return settled.stream()
                .filter(Settled::gone)
                .map(Settled::subscription)
                .distinct()
                .toList();
    }

    private static Optional<Failure> failure(Settled settled) {
        return settled.tried()
                .filter(tried -> !tried.answer().success())
                .map(tried ->
                        new Failure(settled.subscription(), settled.message().position(), tried.at()));
    }
}
