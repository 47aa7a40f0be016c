package dev.forewarn.ledger;

import dev.forewarn.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Lets this replica follow the calendar before anything else, and begins it once the first replica is ready. */
@Singleton
class CalendarStart {

    private static final Logger LOG = Logger.getLogger(CalendarStart.class);
    private static final int BEFORE_INTAKE = 1;
    private static final int LAST = 1_000_000;
    private static final Duration CONNECTING = Duration.ofSeconds(30);
    private static final Duration UNTIL_BEGUN = Duration.ofMillis(100);
    private static final Duration FOLLOWING = Duration.ofMinutes(1);

    private final CalendarClock calendar;
    private final CalendarSettings settings;
    private final InstantSource wall;
    private final boolean begunByReplay;
    private final Loop loop;

    CalendarStart(
            Vertx vertx,
            CalendarClock calendar,
            CalendarSettings settings,
            InstantSource wall,
            @ConfigProperty(name = "forewarn.embedded", defaultValue = "false") boolean embedded) {
        this.calendar = calendar;
        this.settings = settings;
        this.wall = wall;
        this.begunByReplay = embedded;
        this.loop = new Loop(vertx, "calendar", this::step);
    }

    void follow(@Observes @Priority(BEFORE_INTAKE) StartupEvent event) {
        settings.start().ifPresent(this::check);
        calendar.follow().await().atMost(CONNECTING);
    }

    void begin(@Observes @Priority(LAST) StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            loop.stop().await().atMost(CONNECTING);
        } catch (RuntimeException e) {
            // Others have to be stopped, too.
            LOG.warnf("the calendar did not stop: %s", e.toString());
        }
    }

    private void check(Instant start) {
        if (start.isAfter(wall.instant())) {
            throw new IllegalStateException(
                    "FOREWARN_CALENDAR_START is " + start + ": the calendar can begin only in the past");
        }
    }

    private Uni<Duration> step() {
        if (!calendar.standing()) {
            // An anchor may be set after this replica has started.
            return calendar.follow().replaceWith(FOLLOWING);
        }
        return begunByReplay
                ? calendar.follow().replaceWith(UNTIL_BEGUN)
                : calendar.begin().replaceWith(FOLLOWING);
    }
}
