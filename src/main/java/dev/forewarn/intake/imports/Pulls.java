package dev.forewarn.intake.imports;

import dev.forewarn.intake.imports.Fetched.Validators;
import dev.forewarn.intake.imports.ImporterStore.Claimed;
import dev.forewarn.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads each feed that is configured when it is due; of several replicas, one does.
 *
 * <pre>
 *   due ─▶ leased ─▶ fetched ─▶ Whole ──────▶ imported ─▶ report, validators, due again after its interval
 *                       │   └─▶ Unmodified ─▶ confirmed ─▶ the same
 *                       └─▶ Failure, Unclear, … ─────────▶ the reason; due again sooner, each time less soon
 * </pre>
 */
@Singleton
class Pulls {

    private static final Logger LOG = Logger.getLogger(Pulls.class);
    // A pull ends before the loop gives it up, and the lease ends after both.
    private static final Duration LONGEST = Duration.ofSeconds(55);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 12;

    private final Importers importers;
    private final ImporterStore store;
    private final Fetching fetching;
    private final Importing importing;
    private final ImportMetrics metrics;
    private final Loop loop;
    private boolean registered;

    Pulls(
            Vertx vertx,
            Importers importers,
            ImporterStore store,
            Fetching fetching,
            Importing importing,
            ImportMetrics metrics) {
        this.importers = importers;
        this.store = store;
        this.fetching = fetching;
        this.importing = importing;
        this.metrics = metrics;
        this.loop = new Loop(vertx, "the reading of feeds", this::step);
    }

    void start(@Observes StartupEvent event) {
        if (!importers.all().isEmpty()) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (importers.all().isEmpty()) {
            return;
        }
        try {
            loop.stop().await().atMost(REST);
        } catch (RuntimeException e) {
            // Others have to be stopped, too; what was leased is due again when the lease ends.
            LOG.warnf("the reading of feeds did not stop: %s", e.toString());
        }
    }

    Uni<Duration> step() {
        return registered()
                .chain(() -> store.claim(importers.all(), LEASE))
                .flatMap(claimed -> claimed.map(this::pulled).orElseGet(this::rest));
    }

    private Uni<Void> registered() {
        return registered
                ? Uni.createFrom().voidItem()
                : store.register(importers.all()).invoke(() -> registered = true);
    }

    private Uni<Duration> rest() {
        return store.untilNext(importers.all())
                .map(next -> next.filter(until -> until.compareTo(REST) < 0).orElse(REST))
                .map(until -> until.isNegative() || until.isZero() ? REST : until);
    }

    private Uni<Duration> pulled(Claimed claimed) {
        Importer importer = importers.find(claimed.name()).orElseThrow();
        return pull(importer, claimed)
                .ifNoItem()
                .after(LONGEST)
                .failWith(() -> new Fetched.Failure("was not done in " + LONGEST))
                .onFailure()
                .recoverWithUni(failure -> failed(importer, claimed, failure))
                .replaceWith(Duration.ZERO);
    }

    private Uni<Void> pull(Importer importer, Claimed claimed) {
        // Without a report there is nothing that "as it was" could stand for.
        Validators known = claimed.report().isPresent() ? claimed.validators() : Validators.NONE;
        return fetching.fetch(importer, known)
                .flatMap(fetched -> fetched instanceof Fetched.Whole whole
                        ? imported(importer, claimed, whole)
                        : confirmed(importer, claimed, known));
    }

    private Uni<Void> imported(Importer importer, Claimed claimed, Fetched.Whole whole) {
        var task = new Importing.Task(importer.terms(), importing.today(), false);
        return importing
                .read(task, whole.bytes())
                .invoke(metrics::read)
                .flatMap(report -> store.succeeded(claimed, kept(report, whole), report, importer.interval()));
    }

    /** What may not be stored yet has to be looked at again as a whole. */
    private static Validators kept(ImportReport report, Fetched.Whole whole) {
        return report.stored() ? whole.validators() : Validators.NONE;
    }

    private Uni<Void> confirmed(Importer importer, Claimed claimed, Validators known) {
        Optional<ImportReport> before = claimed.report();
        return importing
                .again(importer.terms(), before.orElseThrow())
                .invoke(metrics::unmodified)
                .flatMap(report -> store.succeeded(claimed, known, report, importer.interval()));
    }

    private Uni<Void> failed(Importer importer, Claimed claimed, Throwable failure) {
        metrics.failed();
        String reason = reason(failure);
        LOG.warnf("the feed of %s can't be read: %s", importer.name(), reason);
        LOG.debug(importer.name(), failure);
        return store.failed(claimed, reason, retry(importer.interval(), claimed.failures()));
    }

    private static String reason(Throwable failure) {
        return failure instanceof Fetched.Failure || failure instanceof Unclear
                ? String.valueOf(failure.getMessage())
                : failure.toString();
    }

    /** Twice as long after each failure in a row, but never longer than it would rest anyway. */
    static Duration retry(Duration interval, int failures) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        return wait.compareTo(interval) < 0 ? wait : interval;
    }
}
