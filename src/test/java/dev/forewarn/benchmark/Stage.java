package dev.forewarn.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A database and topics of its own, a receiver, and the services on them. */
final class Stage implements AutoCloseable {

    private final String name;
    private final Machine machine;
    private final Path jar;
    private final Database database;
    private final Registry registry;
    private final String events;
    private final String rejected;
    private final Jvm receiver;
    private final int receiverPort;
    private int rounds;

    /** @param name of the scenario */
    Stage(String name, Machine machine, Options options) {
        this.name = name;
        this.machine = machine;
        this.jar = options.jar();
        this.database = machine.database();
        this.registry = new Registry(database);
        this.events = machine.topic("lifecycle.events");
        this.rejected = machine.topic("lifecycle.events.rejected");
        this.receiver = new Jvm(ReceiverMain.class, List.of());
        this.receiverPort = Integer.parseInt(receiver.answer());
    }

    Database database() {
        return database;
    }

    Registry registry() {
        return registry;
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

    /** Its number: no two rounds on one database speak of the same subjects. */
    int nextRound() {
        return rounds++;
    }

    Speaker speaker() {
        return new Speaker(machine.bootstrapServers(), events);
    }

    /** Starts a service on this database and these topics, and waits until it is ready. */
    Service service(Map<String, String> settings) {
        return Service.start(jar, environment(settings)).awaitReady();
    }

    /** What a service on this database and these topics is given. */
    Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.ofEntries(
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl()),
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + database.reactiveUrl()),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", Machine.USER),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", Machine.USER),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", machine.bootstrapServers()),
                // The topics are its own, so this need only differ from the other stages'.
                Map.entry("MP_MESSAGING_INCOMING_EVENTS_GROUP_ID", events),
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

    /** Waits until a number in the database is at least so much, or fails after a while. */
    void await(String what, Duration patience, long wanted, String sql, Object... parameters) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (database.number(sql, parameters) < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not " + what + " within " + patience);
            }
            pause(10);
        }
    }

    /** Waits until every notice has been fanned out. */
    void awaitFannedOut() {
        await("fanned out", Duration.ofMinutes(2), 1, "select (not exists (select from fanout))::integer");
    }

    static void pauseUntil(Instant instant) {
        pause(Math.max(0, Duration.between(Instant.now(), instant).toMillis()));
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Leaves behind what the statements of the last run have cost. */
    @Override
    public void close() {
        receiver.close();
        try {
            Files.writeString(Options.FOLDER.resolve(name + "-statements.txt"), database.dearest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
