package dev.forewarn.benchmark;

import dev.forewarn.servers.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The packaged service as it is run in production. */
final class Service implements AutoCloseable {

    static final String ADMIN_KEY = "benchmark-admin-key-0123456789";
    static final String MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    static final String HEAP = "-Xmx512m";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int port;
    private final Path log;

    private Service(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts it; it is not ready yet. */
    static Service start(Path jar, Map<String, String> environment) {
        int port = FreePort.find();
        Path log = Options.FOLDER.resolve("service-" + port + ".log");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", HEAP));
        // A profiler's agent, say.
        command.addAll(Arrays.asList(System.getProperty("jvm", "").split(" ")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            // Should the benchmark be ended.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new Service(process, port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Service awaitReady() {
        Awaitility.await("ready, see " + log)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .failFast("it has ended, see " + log, () -> !process.isAlive())
                .until(this::ready);
        return this;
    }

    private boolean ready() {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri("/q/health/ready")).build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    long cpuMicros() {
        return Processes.cpuMicros(process.pid());
    }

    HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops it where it is, until {@link #thaw}. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
