package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sweeps when the next cutoff is due, when a nearer one comes in, and once a second in case nobody said so. */
@Singleton
class SweepLoop {

    private static final Logger LOG = Logger.getLogger(SweepLoop.class);
    private static final Duration BEHIND_OTHERS = Duration.ofMillis(50);

    private final Sweep sweep;
    private final CalendarClock calendar;
    private final InstantSource wall;
    private final NoticeSettings settings;
    private final Loop loop;
    private volatile Instant planned = Instant.MIN;

    SweepLoop(
            Vertx vertx,
            Sweep sweep,
            Bulletin bulletin,
            CalendarClock calendar,
            InstantSource wall,
            NoticeSettings settings) {
        this.sweep = sweep;
        this.calendar = calendar;
        this.wall = wall;
        this.settings = settings;
        this.loop = new Loop(vertx, "sweep", this::step);
        bulletin.onDue(this::due);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            loop.stop().await().atMost(Duration.ofSeconds(10));
        } catch (RuntimeException e) {
            // Others have to be stopped, too.
            LOG.warnf("the sweep did not stop: %s", e.toString());
        }
    }

    private void due(Instant at) {
        sweep.scheduled(at);
        if (at.isBefore(planned)) {
            loop.wake();
        }
    }

    private Uni<Duration> step() {
        // Until it is known what is next, whatever comes in may be nearer than what is found.
        planned = Instant.MAX;
        Uni<Void> ready =
                calendar.standing() ? calendar.follow() : Uni.createFrom().voidItem();
        return ready.chain(this::look);
    }

    /** What is due later than the next look is not looked for. */
    private Uni<Duration> look() {
        Instant horizon = calendar.at(wall.instant().plus(settings.pollInterval()));
        return sweep.next(horizon).flatMap(next -> raise(next, horizon));
    }

    private Uni<Duration> raise(Optional<Instant> next, Instant horizon) {
        planned = next.orElse(horizon);
        boolean due = next.map(at -> !at.isAfter(calendar.instant())).orElse(false);
        return due
                ? sweep.raise().map(any -> any ? Duration.ZERO : BEHIND_OTHERS)
                : Uni.createFrom().item(rest(next));
    }

    private Duration rest(Optional<Instant> next) {
        // A millisecond more, so that it is due when it is looked for.
        return next.map(at -> calendar.wallUntil(at).plusMillis(1))
                .filter(until -> until.compareTo(settings.pollInterval()) < 0)
                .orElse(settings.pollInterval());
    }
}
