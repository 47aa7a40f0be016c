package dev.forewarn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {

    @TempDir
    Path directory;

    private final Properties properties = new Properties();
    private final Settings settings = new Settings(properties, Map.of("FOREWARN_CALENDAR_RATE", "60"));

    @Test
    void aSecondStartFindsTheDataOfTheFirst() throws Exception {
        whileRunning(() -> {
            assertThat(count()).isEqualTo(1);
            assertThat(publish()).isZero();
        });
        String adminKey = properties.getProperty("forewarn.admin-key");
        String masterKey = properties.getProperty("forewarn.master-key");
        properties.clear();
        whileRunning(() -> {
            assertThat(count()).isEqualTo(2);
            assertThat(publish()).isEqualTo(1);
        });
        assertThat(properties)
                .containsEntry("forewarn.admin-key", adminKey)
                .containsEntry("forewarn.master-key", masterKey)
                .containsEntry("forewarn.calendar.start", "2026-03-13T00:00:00Z")
                .doesNotContainKey("forewarn.calendar.rate");
    }

    @Test
    void aPostgresThatOutlivedItsProcessIsTakenOver() throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();
        assertThat(killed.waitFor()).isEqualTo(Killed.EXIT_CODE);
        try (Folder folder = Folder.open(directory)) {
            long orphan = postmaster();
            assertThat(ProcessHandle.of(orphan)).get().matches(ProcessHandle::isAlive);
            try (LocalPostgres next = LocalPostgres.start(folder)) {
                assertThat(postmaster()).isNotEqualTo(orphan);
                assertThat(count(next)).isEqualTo(2);
            }
        }
    }

    private long postmaster() throws IOException {
        Path pidFile = directory.resolve("postgresql").resolve("data").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(pidFile).get(0));
    }

    /** A process that ends as by kill -9, while its PostgreSQL runs on. */
    static final class Killed {

        static final int EXIT_CODE = 137;

        private Killed() {}

        public static void main(String... args) throws SQLException {
            count(LocalPostgres.start(Folder.open(Path.of(args[0]))));
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    @Test
    void nothingOfTheUsersDataIsLeftToChance() throws Exception {
        try (Folder folder = Folder.open(directory);
                LocalPostgres postgres = LocalPostgres.start(folder);
                Connection connection = connect(postgres.url(), postgres.password());
                Statement statement = connection.createStatement()) {
            assertThat(setting(statement, "fsync")).isEqualTo("on");
            assertThat(setting(statement, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(statement, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(statement, "unix_socket_directories")).isEmpty();
            assertThat(setting(statement, "server_version")).startsWith("18.");
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void whileRunning(Step step) throws Exception {
        Stack stack = Stack.start(Folder.open(directory), settings);
        try {
            step.run();
        } finally {
            stack.close();
        }
    }

    private int count() throws SQLException {
        return count(
                properties.getProperty("quarkus.datasource.reactive.url"),
                properties.getProperty("quarkus.datasource.password"));
    }

    private static int count(LocalPostgres postgres) throws SQLException {
        return count(postgres.url(), postgres.password());
    }

    private static int count(String url, String password) throws SQLException {
        try (Connection connection = connect(url, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists start (at timestamptz)");
            statement.execute("insert into start values (now())");
            try (ResultSet rows = statement.executeQuery("select count(*) from start")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static Connection connect(String url, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:" + url, LocalPostgres.USER, password);
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private long publish() throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", properties.getProperty("kafka.bootstrap.servers"));
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            return producer.send(new ProducerRecord<>("lifecycle.events", "key", "value"))
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        }
    }
}
