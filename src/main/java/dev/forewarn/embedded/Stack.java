package dev.forewarn.embedded;

import dev.forewarn.Prelude.CannotPrepare;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;

/** The servers of a first run, started from the ground up and closed from the top down. */
final class Stack implements AutoCloseable {

    private static final Instant CALENDAR_START = Instant.parse("2026-03-13T00:00:00Z");
    private static final Duration CALENDAR_SECOND = Duration.ofDays(2);
    private static final int KEY_BYTES = 32;
    // A server's every step is of no interest, nor what is warned of whenever a lone Kafka or a gauge starts or stops.
    private static final Map<String, String> QUIET = Map.of(
            "kafka", "WARN",
            "org.apache.kafka", "WARN",
            "org.apache.kafka.controller", "ERROR",
            "org.apache.kafka.clients.NetworkClient", "ERROR",
            "state.change.logger", "WARN",
            "io.zonky", "WARN",
            "io.micrometer.core.instrument.MeterRegistry", "ERROR");

    private final Folder folder;
    private final Settings settings;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private Stack(Folder folder, Settings settings) {
        this.folder = folder;
        this.settings = settings;
        running.push(folder);
    }

    /** @throws CannotPrepare if one of them doesn't start; those before it are closed again */
    static Stack start(Folder folder, Settings settings) {
        Stack stack = new Stack(folder, settings);
        try {
            stack.start();
            return stack;
        } catch (CannotPrepare e) {
            stack.close();
            throw e;
        } catch (RuntimeException e) {
            stack.close();
            throw new CannotPrepare("The embedded servers did not start: " + e, e);
        }
    }

    private void start() {
        Terminal.print("Starting PostgreSQL and Kafka in " + folder.path() + " ...");
        configureLogging();
        configureService();
        configure(started(LocalPostgres.start(folder)));
        configure(started(LocalKafka.start(folder)));
    }

    private <T extends AutoCloseable> T started(T server) {
        running.push(server);
        return server;
    }

    private void configure(LocalPostgres postgres) {
        settings.set("quarkus.datasource.reactive.url", postgres.url());
        settings.set("quarkus.datasource.jdbc.url", "jdbc:" + postgres.url());
        settings.set("quarkus.datasource.username", LocalPostgres.USER);
        settings.set("quarkus.datasource.password", postgres.password());
    }

    private void configure(LocalKafka kafka) {
        settings.set("kafka.bootstrap.servers", kafka.bootstrapServers());
    }

    private void configureService() {
        settings.set("forewarn.embedded", "true");
        settings.set("forewarn.embedded.directory", folder.path().toString());
        settings.setDefault("forewarn.calendar.start", CALENDAR_START.toString());
        settings.setDefault("forewarn.calendar.rate", Long.toString(CALENDAR_SECOND.toSeconds()));
        settings.setDefault("forewarn.delivery.allow-http", "true");
        settings.setDefault("forewarn.delivery.allowed-networks", "127.0.0.0/8");
        // Webhooks are sent side by side; who watches the replay reads them more easily in their order.
        settings.setDefault("forewarn.delivery.fanouts", "1");
        // Nobody sends it requests by way of a load balancer.
        settings.setDefault("quarkus.shutdown.delay", "PT0S");
        settings.setDefault("forewarn.delivery.first-per-subscription", "4");
        keepUnlessSet("forewarn.admin-key", Base64.getUrlEncoder().withoutPadding());
        keepUnlessSet("forewarn.master-key", Base64.getEncoder());
    }

    private void keepUnlessSet(String name, Base64.Encoder encoder) {
        if (settings.value(name).isEmpty()) {
            String file = name.substring(name.indexOf('.') + 1);
            settings.set(name, Folder.keep(folder.path().resolve(file), () -> encoder.encodeToString(random())));
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    // The terminal is for what a first run shows; the log is beside the data.
    private void configureLogging() {
        settings.setDefault("quarkus.banner.enabled", "false");
        settings.setDefault("quarkus.log.console.level", "WARN");
        settings.setDefault("quarkus.log.console.stderr", "true");
        settings.setDefault("quarkus.log.file.enabled", "true");
        settings.setDefault(
                "quarkus.log.file.path", folder.path().resolve("forewarn.log").toString());
        QUIET.forEach(
                (category, level) -> settings.setDefault("quarkus.log.category.\"" + category + "\".level", level));
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            close(running.pop());
        }
    }

    private void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            Terminal.print("Something did not close cleanly: " + e);
        }
    }
}
