package dev.forewarn.benchmark;

import dev.forewarn.servers.FreePort;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.common.utils.Utils;

/** PostgreSQL as it is run in production, with every commit on the disk, and Kafka. */
final class Machine implements AutoCloseable {

    static final String USER = "postgres";

    private static final int PARTITIONS = 4;

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafkaBroker kafka;
    private final int kafkaPort;
    private final AtomicInteger databases = new AtomicInteger();

    Machine() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(Options.FOLDER), "servers");
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(
                folder.resolve("postgresql.log").toFile());
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgresql"))
                .setRegisterShutdownHook(true)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                // The library turns these off.
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setServerConfig("pg_stat_statements.max", "10000")
                .start();
        kafkaPort = FreePort.find();
        kafka = new EmbeddedKafkaBroker()
                .withKafkaHost("127.0.0.1")
                .withKafkaPort(kafkaPort)
                .withControllerPort(FreePort.find())
                .withAdditionalProperties(properties -> {
                    properties.put("log.dir", folder.resolve("kafka").toString());
                    properties.put("auto.create.topics.enable", "false");
                })
                .start();
    }

    /** A new, empty database. */
    Database database() {
        String name = "bench_" + databases.incrementAndGet();
        Database.create(postgres.getPort(), name);
        return new Database(postgres.getPort(), name);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** What all was measured on. */
    Map<String, String> description() {
        Database postgresql = new Database(postgres.getPort(), "postgres");
        return Map.of(
                "processors", Integer.toString(Runtime.getRuntime().availableProcessors()),
                "operating system", System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "JVM", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "heap of the service", Service.HEAP,
                "PostgreSQL", postgresql.text("show server_version") + ", fsync " + postgresql.text("show fsync"),
                "shared_buffers", postgresql.text("show shared_buffers"),
                "Kafka", AppInfoParser.getVersion() + ", one broker, " + PARTITIONS + " partitions");
    }

    /** The name of a new topic. */
    String topic(String prefix) {
        String name = prefix + "." + UUID.randomUUID();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            return name;
        } catch (ExecutionException e) {
            throw new IllegalStateException("no topic " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        postgres.close();
        Utils.delete(folder.toFile());
    }
}
