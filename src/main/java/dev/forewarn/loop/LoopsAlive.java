package dev.forewarn.loop;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether every loop goes on. One that only fails does: a restart would not mend what it fails at, such as a database that
 * is away.
 */
@Liveness
@Singleton
class LoopsAlive implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        List<Pulse> pulses = Pulse.all();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("loops").status(pulses.stream().noneMatch(Pulse::dead));
        pulses.stream()
                .collect(Collectors.toMap(Pulse::name, LoopsAlive::told, (one, other) -> one + "; " + other))
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .forEach(entry -> answer.withData(entry.getKey(), entry.getValue()));
        return answer.build();
    }

    private static String told(Pulse pulse) {
        String last = pulse.lastDone().map(at -> "last done at " + at).orElse("not done yet");
        String failing = pulse.failingSince().map(at -> ", failing since " + at).orElse("");
        return (pulse.dead() ? "stands still, " : "") + last + failing;
    }
}
