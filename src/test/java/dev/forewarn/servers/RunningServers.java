package dev.forewarn.servers;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;

/** The servers themselves: see {@link Servers}. */
public final class RunningServers implements ServersMXBean {

    private static final String CLUSTER = Uuid.randomUuid().toString();

    private final Path folder;
    private final int postgresPort = FreePort.find();
    private final int kafkaPort = FreePort.find();
    private final int controllerPort = FreePort.find();
    private final AtomicInteger databases = new AtomicInteger();
    private Optional<EmbeddedPostgres> postgres = Optional.empty();
    private Optional<EmbeddedKafkaBroker> kafka = Optional.empty();

    private RunningServers() throws IOException {
        folder = Files.createTempDirectory("forewarn-servers");
    }

    /** Called once in each class loader that has {@link Servers}; the first call makes the servers. */
    public static synchronized void register(ObjectName name) throws IOException, JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        if (!beans.isRegistered(name)) {
            RunningServers servers = new RunningServers();
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "test-servers"));
            beans.registerMBean(servers, name);
        }
    }

    @Override
    public synchronized int getPostgresPort() {
        startPostgres();
        return postgresPort;
    }

    @Override
    public synchronized String getBootstrapServers() {
        startKafka();
        return "127.0.0.1:" + kafkaPort;
    }

    @Override
    public synchronized String createDatabase() {
        startPostgres();
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection =
                        postgres.orElseThrow().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException("no database " + name, e);
        }
    }

    @Override
    public synchronized void startPostgres() {
        if (postgres.isEmpty()) {
            postgres = Optional.of(outsideQuarkus(this::newPostgres));
        }
    }

    // Another session zone than the JVM's and than UTC, so that a statement that leans on it is found out.
    private EmbeddedPostgres newPostgres() throws IOException {
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(
                folder.resolve("postgresql.log").toFile());
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgresql"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(postgresPort)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setServerConfig("timezone", "Asia/Kolkata")
                .setServerConfig("max_connections", "200")
                // The library turns it off; then a crash would lose what was committed.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("unix_socket_directories", folder.toString())
                .start();
    }

    @Override
    public synchronized void stopPostgres() {
        postgres.ifPresent(RunningServers::close);
        postgres = Optional.empty();
    }

    @Override
    public synchronized void crashPostgres() {
        ProcessHandle postmaster = postmaster().orElseThrow();
        signal("QUIT", postmaster.pid());
        Awaitility.await().until(() -> !postmaster.isAlive());
        stopPostgres();
    }

    private Optional<ProcessHandle> postmaster() {
        Path pidFile = folder.resolve("postgresql").resolve("postmaster.pid");
        try {
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void startKafka() {
        if (kafka.isEmpty()) {
            kafka = Optional.of(outsideQuarkus(this::newKafka));
        }
    }

    private EmbeddedKafkaBroker newKafka() {
        String logs = folder.resolve("kafka").toString();
        return new EmbeddedKafkaBroker()
                .withKafkaHost("127.0.0.1")
                .withKafkaPort(kafkaPort)
                .withControllerPort(controllerPort)
                .withClusterId(CLUSTER)
                .withDeleteLogDirsOnClose(false)
                .withAdditionalProperties(properties -> {
                    properties.put("log.dir", logs);
                    properties.put("auto.create.topics.enable", "false");
                })
                .start();
    }

    @Override
    public synchronized void stopKafka() {
        kafka.ifPresent(EmbeddedKafkaBroker::close);
        kafka = Optional.empty();
    }

    @Override
    public synchronized void createTopic(String name, int partitions) {
        Map<String, Object> config = Map.of("bootstrap.servers", getBootstrapServers());
        outsideQuarkus(() -> {
            try (Admin admin = Admin.create(config)) {
                return admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
        });
    }

    private synchronized void close() {
        stopKafka();
        stopPostgres();
        try {
            Utils.delete(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal to a process. */
    static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Step<T> {
        T take() throws IOException, InterruptedException, ExecutionException, TimeoutException;
    }

    // A server's threads keep the context class loader of their parent, and Quarkus closes its own.
    private static <T> T outsideQuarkus(Step<T> step) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return step.take();
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a test server did not start", e);
        } catch (InterruptedException e) {
            thread.interrupt();
            throw new IllegalStateException("interrupted while a test server started", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
