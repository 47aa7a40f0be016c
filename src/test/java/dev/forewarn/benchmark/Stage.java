package dev.forewarn.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A database and topics of its own, a receiver, and the services on them. */
final class Stage implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Machine machine;
    private final Database database;
    private final String events;
    private final String rejected;
    private final Jvm receiver;
    private final int receiverPort;

    Stage(Machine machine) {
        this.machine = machine;
        this.database = machine.database();
        this.events = machine.topic("lifecycle.events");
        this.rejected = machine.topic("lifecycle.events.rejected");
        this.receiver = new Jvm(ReceiverMain.class, List.of());
        this.receiverPort = Integer.parseInt(receiver.answer());
    }

    Database database() {
        return database;
    }

    Jvm receiver() {
        return receiver;
    }

    int receiverPort() {
        return receiverPort;
    }

    String url(String path) {
        return "http://127.0.0.1:" + receiverPort + path;
    }

    Speaker speaker() {
        return new Speaker(machine.bootstrapServers(), events);
    }

    /** Starts a service on this database and these topics, and waits until it is ready. */
    Service service(Map<String, String> settings) {
        return Service.start(JAR, environment(settings)).awaitReady();
    }

    private Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.ofEntries(
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl()),
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + database.reactiveUrl()),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", Machine.USER),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", Machine.USER),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", machine.bootstrapServers()),
                Map.entry("MP_MESSAGING_INCOMING_EVENTS_TOPIC", events),
                Map.entry("MP_MESSAGING_OUTGOING_ACCEPTED_TOPIC", events),
                Map.entry("MP_MESSAGING_OUTGOING_REJECTED_TOPIC", rejected),
                Map.entry("FOREWARN_ADMIN_KEY", Service.ADMIN_KEY),
                Map.entry("FOREWARN_MASTER_KEY", Service.MASTER_KEY),
                Map.entry("FOREWARN_DELIVERY_ALLOW_HTTP", "true"),
                Map.entry("FOREWARN_DELIVERY_ALLOWED_NETWORKS", "127.0.0.0/8")));
        environment.putAll(settings);
        return environment;
    }

    /** Waits until the receiver has so many, or no more have come for a while; returns how many it has. */
    long awaitReceived(long count, Duration patience) {
        long last = -1;
        long quietSince = System.nanoTime();
        while (true) {
            long now = Long.parseLong(receiver.ask("count"));
            if (now != last) {
                last = now;
                quietSince = System.nanoTime();
            }
            if (now >= count || System.nanoTime() - quietSince > patience.toNanos()) {
                return now;
            }
            pause(20);
        }
    }

    /** Waits until a table has a row count, or fails after a while. */
    void await(String what, Duration patience, String sql, long wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (database.number(sql) != wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + ": " + database.number(sql) + " instead of " + wanted);
            }
            pause(50);
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        receiver.close();
    }
}
