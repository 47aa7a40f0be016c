package dev.forewarn;

import dev.forewarn.ledger.PatientMigrations;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * {@code migrate}: brings the schema to this release's version and ends. A job does it once for all replicas, and needs to
 * know nothing but PostgreSQL.
 */
final class MigrateCommand {

    private static final String NAME = "migrate";
    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USERNAME = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";
    private static final int FAILED = 1;

    private final SmallRyeConfig config;
    private final PrintStream out;
    private final PrintStream err;

    /** @param settings what is set beside the environment */
    MigrateCommand(Map<String, String> settings, PrintStream out, PrintStream err) {
        this.config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .withDefaultValues(settings)
                .build();
        this.out = out;
        this.err = err;
    }

    /** Whether the arguments of the process ask for it. */
    static boolean asked(String... args) {
        return args.length == 1 && args[0].equals(NAME);
    }

    /** @return the exit code: 0 if the schema is now at this release's version, or beyond it */
    int run() {
        Optional<String> url = value(URL);
        if (url.isEmpty()) {
            err.println("Forewarn can't migrate: not set: QUARKUS_DATASOURCE_JDBC_URL");
            return FAILED;
        }
        try {
            tell(migrated(url.get()));
            return 0;
        } catch (FlywayException e) {
            err.println("Forewarn can't migrate: QUARKUS_DATASOURCE_JDBC_URL: "
                    + StartUp.root(e).strip());
            return FAILED;
        }
    }

    private MigrateResult migrated(String url) {
        return PatientMigrations.apply(Flyway.configure())
                .dataSource(url, value(USERNAME).orElse(null), value(PASSWORD).orElse(null))
                .load()
                .migrate();
    }

    private void tell(MigrateResult result) {
        out.printf(
                "The schema is at version %s; migrations made: %d%n",
                Optional.ofNullable(result.targetSchemaVersion).orElse(result.initialSchemaVersion),
                result.migrationsExecuted);
    }

    private Optional<String> value(String name) {
        return config.getOptionalValue(name, String.class);
    }
}
