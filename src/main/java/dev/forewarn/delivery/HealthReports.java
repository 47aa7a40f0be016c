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
    private static final int GONE = 410;

    private final Health health;

    HealthReports(Health health) {
        this.health = health;
    }

    /** Never fails: what is not told now is told by the next attempt. */
    Uni<Void> report(List<Settled> settled) {
        List<Failure> failures =
                settled.stream().flatMap(each -> failure(each).stream()).toList();
        List<Long> well = subscriptions(settled, Answer::success);
        List<Long> gone = subscriptions(
                settled, answer -> answer.code().filter(code -> code == GONE).isPresent());
        return health.failed(failures)
                .chain(() -> health.succeeded(well))
                .chain(() -> health.gone(gone))
                .onFailure()
                .invoke(failure -> LOG.warnf("it is not known how receivers answered: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private static List<Long> subscriptions(List<Settled> settled, Predicate<Answer> which) {
        return settled.stream()
                .filter(each ->
                        each.tried().map(Outcome.Tried::answer).filter(which).isPresent())
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
