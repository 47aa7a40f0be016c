package dev.forewarn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.Servers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrateCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void makesTheSchemaAndFindsItMade() {
        Map<String, String> settings = settings(Servers.jdbcUrl(Servers.createDatabase()));

        assertThat(run(settings)).isZero();
        assertThat(out.toString(UTF_8)).matches("The schema is at version \\d+; migrations made: [1-9]\\d*\n");
        out.reset();
        assertThat(run(settings)).isZero();
        assertThat(out.toString(UTF_8)).matches("The schema is at version \\d+; migrations made: 0\n");
    }

    @Test
    void saysWhatIsNotSet() {
        assertThat(run(Map.of())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("Forewarn can't migrate: not set: QUARKUS_DATASOURCE_JDBC_URL\n");
    }

    @Test
    void saysInOneLineWhyItCannotReachPostgresql() {
        assertThat(run(settings(Servers.jdbcUrl("nowhere")))).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("Forewarn can't migrate: QUARKUS_DATASOURCE_JDBC_URL: ")
                .contains("nowhere")
                .hasLineCount(1);
    }

    @Test
    void isAskedForByItsNameAlone() {
        assertThat(MigrateCommand.asked("migrate")).isTrue();
        assertThat(MigrateCommand.asked()).isFalse();
        assertThat(MigrateCommand.asked("migrate", "now")).isFalse();
    }

    private int run(Map<String, String> settings) {
        return new MigrateCommand(settings, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)).run();
    }

    private static Map<String, String> settings(String url) {
        return Map.of(
                "quarkus.datasource.jdbc.url", url,
                "quarkus.datasource.username", Servers.USER,
                "quarkus.datasource.password", Servers.USER);
    }
}
