package dev.forewarn.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packaged service as a process of its own, which can be killed, frozen and thawed. */
public final class ForewarnProcess implements AutoCloseable {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int port;
    private final Path log;

    private ForewarnProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts it on a free port, with arguments if it is to do something else; it is not ready yet. */
    public static ForewarnProcess start(Map<String, String> environment, String... arguments) {
        return start(TARGET, environment, arguments);
    }

    /** Starts it on a free port in a working directory; it is not ready yet. */
    public static ForewarnProcess start(Path directory, Map<String, String> environment, String... arguments) {
        int port = FreePort.find();
        Path log = TARGET.resolve("forewarn-" + UUID.randomUUID() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(environment);
        try {
            return new ForewarnProcess(builder.start(), port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What every process needs to work on a database and topics of {@link Servers}; several may share them. */
    public static Map<String, String> environment(String database, String events, String rejected) {
        return Map.ofEntries(
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", Servers.reactiveUrl(database)),
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL", Servers.jdbcUrl(database)),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", Servers.USER),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", Servers.USER),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", Servers.bootstrapServers()),
                Map.entry("MP_MESSAGING_INCOMING_EVENTS_TOPIC", events),
                Map.entry("MP_MESSAGING_OUTGOING_ACCEPTED_TOPIC", events),
                Map.entry("MP_MESSAGING_OUTGOING_REJECTED_TOPIC", rejected),
                Map.entry("FOREWARN_ADMIN_KEY", ServersResource.ADMIN_KEY),
                Map.entry("FOREWARN_MASTER_KEY", ServersResource.MASTER_KEY),
                Map.entry("FOREWARN_DELIVERY_ALLOW_HTTP", "true"),
                Map.entry("FOREWARN_DELIVERY_ALLOWED_NETWORKS", "127.0.0.0/8"));
    }

    private static List<String> command(String... arguments) {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.timezone=America/St_Johns",
                // It lives for seconds: what it takes to run fast later would only make it slow to start.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                TARGET.resolve("quarkus-app").resolve("quarkus-run.jar").toString());
        return Stream.concat(java.stream(), Stream.of(arguments)).toList();
    }

    /** Waits until it says that it is ready. */
    public ForewarnProcess awaitReady() {
        Awaitility.await("ready, see " + log)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .failFast("the process has ended, see " + log, () -> !process.isAlive())
                .until(this::ready);
        return this;
    }

    /** Whether it says that it is ready. */
    public boolean ready() {
        HttpRequest request = HttpRequest.newBuilder(uri("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public int port() {
        return port;
    }

    /** All that it has printed and logged so far. */
    public String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL: nothing of it runs after this returns. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() {
        process.destroy();
        return awaitExit(Duration.ofSeconds(60));
    }

    /** SIGSTOP. */
    public void freeze() {
        RunningServers.signal("STOP", process.pid());
    }

    /** SIGCONT. */
    public void thaw() {
        RunningServers.signal("CONT", process.pid());
    }

    /** Waits for its end; returns the exit code. */
    public int awaitExit(Duration atMost) {
        Awaitility.await("end of the process, see " + log).atMost(atMost).until(() -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
