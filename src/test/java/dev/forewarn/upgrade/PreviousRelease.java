package dev.forewarn.upgrade;

import dev.forewarn.ledger.PatientMigrations;
import dev.forewarn.servers.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * The release whose replicas run while this one's schema comes: its version of the schema, what it had stored, and what it
 * says to PostgreSQL. After a release, its own take their place: see the folder's README.
 */
public final class PreviousRelease {

    static final int VERSION = 7;

    private static final Path FOLDER = Path.of("src/test/resources/releases");

    private PreviousRelease() {}

    /** The name of a new database, as that release left it. */
    public static String database() {
        String database = Servers.createDatabase();
        migrated(database, Integer.toString(VERSION));
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(read("v" + VERSION + "-data.sql"));
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Brings a database to a version, or to {@code latest}. */
    static void migrated(String database, String target) {
        PatientMigrations.apply(Flyway.configure())
                .dataSource(Servers.jdbcUrl(database), Servers.USER, Servers.USER)
                .target(target)
                .load()
                .migrate();
    }

    static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(Servers.jdbcUrl(database), Servers.USER, Servers.USER);
    }

    static List<SpokenSql.Said> statements() {
        return SpokenSql.in(read("v" + VERSION + "-statements.sql"));
    }

    private static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
