package dev.forewarn.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ForewarnProcess;
import dev.forewarn.servers.Servers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job migrates, and replicas do not: as on a cluster. */
class MigrationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aReplicaRefusesASchemaBehindItsOwnUntilTheJobHasMigrated() {
        Map<String, String> environment = new HashMap<>(ForewarnProcess.environment(
                Servers.createDatabase(), Servers.createTopic("events", 1), Servers.createTopic("rejected", 1)));
        environment.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");
        environment.put("QUARKUS_FLYWAY_VALIDATE_AT_START", "true");

        try (ForewarnProcess early = ForewarnProcess.start(environment)) {
            assertThat(early.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(early.output())
                    .containsPattern(
                            "(?m)^Forewarn can't start: QUARKUS_FLYWAY_VALIDATE_AT_START: the schema is not this"
                                    + " release's: .*; it waits for `migrate`, which a job runs$")
                    .doesNotContain("Exception");
        }
        try (ForewarnProcess job = ForewarnProcess.start(onlyPostgresql(environment), "migrate")) {
            assertThat(job.awaitExit(PATIENCE)).isZero();
            assertThat(job.output()).containsPattern("The schema is at version \\d+; migrations made: [1-9]");
        }
        try (ForewarnProcess replica = ForewarnProcess.start(environment)) {
            assertThat(replica.awaitReady().alive()).isTrue();
        }
    }

    /** What the job is given. */
    private static Map<String, String> onlyPostgresql(Map<String, String> environment) {
        Map<String, String> postgresql = new HashMap<>(environment);
        postgresql.keySet().removeIf(name -> !name.startsWith("QUARKUS_DATASOURCE_"));
        return postgresql;
    }
}
