package dev.forewarn.embedded;

import dev.forewarn.Prelude.CannotPrepare;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** A PostgreSQL of its own, on a free port of the loopback interface, whose data outlives it. */
final class LocalPostgres implements AutoCloseable {

    static final String USER = "postgres";

    private static final String PART = "postgresql";
    private static final String DATABASE = "forewarn";
    // After a crash it first replays its log.
    private static final Duration START = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final String password;

    private LocalPostgres(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /** @throws CannotPrepare if it doesn't start */
    static LocalPostgres start(Folder folder) {
        LeftOver.end(folder.path().resolve(PART).resolve("data"));
        Path part = folder.part(PART);
        Path log = part.resolve("log");
        String password =
                Folder.keep(part.resolve("password"), () -> UUID.randomUUID().toString());
        try {
            Files.deleteIfExists(log);
            LocalPostgres postgres = new LocalPostgres(server(part, log.toFile(), password), password);
            postgres.createDatabase();
            folder.finish(PART);
            return postgres;
        } catch (IOException | SQLException | RuntimeException | ExceptionInInitializerError e) {
            LeftOver.end(part.resolve("data"));
            throw new CannotPrepare("PostgreSQL did not start, see " + log + " (" + e + ")", e);
        }
    }

    private static EmbeddedPostgres server(Path part, File log, String password) throws IOException {
        // Where the library unpacks the server; unset, it would also tidy up what others have unpacked in /tmp.
        System.setProperty("ot.epg.working-dir", part.resolve("binaries").toString());
        ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(log);
        return EmbeddedPostgres.builder()
                .setDataDirectory(part.resolve("data"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START)
                .setOutputRedirector(toLog)
                .setErrorRedirector(toLog)
                // These are handed to initdb as they are: the library itself would trust every local user.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", part.resolve("password").toString())
                .setLocaleConfig("locale", "C")
                .setConnectConfig("password", password)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                // The library turns both off; here the data is the user's.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("log_checkpoints", "off")
                .setServerConfig("max_connections", "100")
                .start();
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement)) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
            return rows.next();
        }
    }

    /** For the reactive client; with {@code jdbc:} before it also for JDBC. */
    String url() {
        return "postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
