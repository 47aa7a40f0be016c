package dev.forewarn.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives each application that a test starts a database and topics of its own. */
public final class ServersResource implements QuarkusTestResourceLifecycleManager {

    /** The operator key of every application under test. */
    public static final String ADMIN_KEY = "test-admin-key-0123456789abcdef";

    /** Base64 of 32 bytes. */
    public static final String MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static final int PARTITIONS = 4;

    @Override
    public Map<String, String> start() {
        String database = Servers.createDatabase();
        String events = Servers.createTopic("lifecycle.events", PARTITIONS);
        return Map.ofEntries(
                Map.entry("quarkus.datasource.reactive.url", Servers.reactiveUrl(database)),
                Map.entry("quarkus.datasource.jdbc.url", Servers.jdbcUrl(database)),
                Map.entry("quarkus.datasource.username", Servers.USER),
                Map.entry("quarkus.datasource.password", Servers.USER),
                Map.entry("kafka.bootstrap.servers", Servers.bootstrapServers()),
                Map.entry("mp.messaging.incoming.events.topic", events),
                Map.entry("mp.messaging.outgoing.accepted.topic", events),
                Map.entry(
                        "mp.messaging.outgoing.rejected.topic",
                        Servers.createTopic("lifecycle.events.rejected", PARTITIONS)),
                Map.entry("forewarn.admin-key", ADMIN_KEY),
                Map.entry("forewarn.master-key", MASTER_KEY),
                Map.entry("forewarn.delivery.allow-http", "true"),
                Map.entry("forewarn.delivery.allowed-networks", "127.0.0.0/8"));
    }

    @Override
    public void stop() {
        // The servers end with the JVM, and its databases and topics with them.
    }
}
