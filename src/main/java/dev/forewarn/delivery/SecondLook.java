package dev.forewarn.delivery;

import dev.forewarn.loop.SharedLook.Seen;
import dev.forewarn.notice.Notices;
import dev.forewarn.subscription.Acknowledgements;
import dev.forewarn.subscription.Target;
import dev.forewarn.subscription.Targets;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Whether what was read for a job may still be acted on. Meanwhile its notice may have been voided, and its subscription
 * paused, moved, given another secret, or have acknowledged the cutoff.
 */
@Singleton
class SecondLook {

    private final Notices notices;
    private final Targets targets;
    private final Acknowledgements acknowledgements;
    private final InstantSource wall;

    SecondLook(Notices notices, Targets targets, Acknowledgements acknowledgements, InstantSource wall) {
        this.notices = notices;
        this.targets = targets;
        this.acknowledgements = acknowledgements;
        this.wall = wall;
    }

    /**
     * What a look has found.
     *
     * @param job as it is now; empty if its subscription is not sent to any more
     * @param asked when the look was asked for
     */
    record Found(boolean voided, boolean acknowledged, Optional<Job> job, Instant asked) {}

    /** Whether its notice is known not to hold any more; costs nothing. */
    boolean knownVoided(Job job) {
        return notices.knownVoided(job.message().position());
    }

    /** Whether what is known of it is too old to be acted on. */
    boolean isDue(Job job) {
        return !notices.fresh(job.readAt()) || !targets.fresh(job.targetAt());
    }

    Uni<Found> at(Job job) {
        Instant asked = wall.instant();
        return Uni.combine()
                .all()
                .unis(voided(job), target(job), acknowledged(job))
                .with((voided, target, acknowledged) -> found(job, voided, target, acknowledged, asked));
    }

    /** Whether a look was asked for this very job, however long its answer took, or is fresh. */
    boolean counts(Job seen, Instant asked) {
        return (notices.fresh(seen.readAt()) || !seen.readAt().isBefore(asked))
                && (targets.fresh(seen.targetAt()) || !seen.targetAt().isBefore(asked));
    }

    private Uni<Seen<Boolean>> voided(Job job) {
        return notices.fresh(job.readAt())
                ? Uni.createFrom().item(new Seen<>(job.readAt(), false))
                : notices.look(job.message().position());
    }

    private Uni<Seen<Optional<Target>>> target(Job job) {
        return targets.fresh(job.targetAt())
                ? Uni.createFrom().item(new Seen<>(job.targetAt(), Optional.of(job.target())))
                : targets.look(job.target().id());
    }

    private Uni<Boolean> acknowledged(Job job) {
        return job.reminded()
                .filter(any -> !targets.fresh(job.targetAt()))
                .map(acknowledgements::look)
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    private static Found found(
            Job job, Seen<Boolean> voided, Seen<Optional<Target>> target, boolean acknowledged, Instant asked) {
        Optional<Job> seen = target.what().map(now -> job.seen(voided.at(), now, target.at()));
        return new Found(voided.what(), acknowledged, seen, asked);
    }
}
