package dev.forewarn.ledger;

import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** Whether the schema is what this release works on, where a job of its own migrates. It never goes back, so it is asked until it is. */
@Readiness
@Singleton
class SchemaReady implements HealthCheck {

    private final Flyway flyway;
    private volatile Optional<String> seen = Optional.empty();

    SchemaReady(Flyway flyway) {
        this.flyway = flyway;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("schema");
        return seen.map(version -> answer.up().withData("version", version).build())
                .orElseGet(() -> look(answer));
    }

    private HealthCheckResponse look(HealthCheckResponseBuilder answer) {
        try {
            return judge(answer, flyway.info().pending());
        } catch (RuntimeException e) {
            // What it says may name the server.
            return answer.down().withData("error", "PostgreSQL can't be asked").build();
        }
    }

    private HealthCheckResponse judge(HealthCheckResponseBuilder answer, MigrationInfo[] pending) {
        if (pending.length > 0) {
            String missing = Arrays.stream(pending)
                    .map(each -> String.valueOf(each.getVersion()))
                    .collect(Collectors.joining(", "));
            return answer.down().withData("missing", missing).build();
        }
        seen = Optional.ofNullable(flyway.info().current()).map(current -> String.valueOf(current.getVersion()));
        return answer.up().withData("version", seen.orElse("none")).build();
    }
}
