package dev.forewarn.delivery;

import dev.forewarn.subscription.Health;
import dev.forewarn.subscription.Health.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Tells the registry how its subscriptions' receivers have answered. */
@Singleton
class HealthReports {

    private static final Logger LOG = Logger.getLogger(HealthReports.class);

    private final Health health;

    HealthReports(Health health) {
        this.health = health;
    }

    /** Never fails, and one of them does not keep the others from being told: the next attempt tells it, too. */
    Uni<Void> report(List<Settled> settled) {
        List<Failure> failures =
                settled.stream().flatMap(each -> failure(each).stream()).toList();
        List<Long> well = subscriptions(settled, Settled::taken);
        List<Long> gone = subscriptions(settled, Settled::gone);
        return told(health.gone(gone))
                .chain(() -> told(health.failed(failures)))
                .chain(() -> told(health.succeeded(well)));
    }

    private static Uni<Void> told(Uni<Void> report) {
        return report.onFailure()
                .invoke(failure -> LOG.warnf("it is not known how receivers answered: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private static List<Long> subscriptions(List<Settled> settled, Predicate<Settled> which) {
        return settled.stream()
                .filter(which)
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
