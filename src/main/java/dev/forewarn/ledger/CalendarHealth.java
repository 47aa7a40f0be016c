package dev.forewarn.ledger;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Where the calendar stands, for whoever wonders why nothing is due; it never fails. */
@Readiness
@Singleton
class CalendarHealth implements HealthCheck {

    private final CalendarClock calendar;

    CalendarHealth(CalendarClock calendar) {
        this.calendar = calendar;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("calendar")
                .up()
                .withData("now", calendar.instant().toString())
                .withData("caughtUp", calendar.caughtUp())
                .build();
    }
}
