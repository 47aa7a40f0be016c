package dev.forewarn.embedded;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A Kafka of its own, on a free port of the loopback interface, whose topics outlive it. */
final class LocalKafka implements AutoCloseable {

    private static final String PART = "kafka";
    private static final String HOST = "127.0.0.1";
    // A data folder opens only for the cluster that wrote it. Base64 of 16 bytes, as Kafka wants it.
    private static final String CLUSTER = "Zm9yZXdhcm4tZW1iZWRkZQ";
    // One partition, so that the replay is taken in in the order of the timeline, whatever the subject.
    private static final List<String> TOPICS = List.of("lifecycle.events", "lifecycle.events.rejected");
    private static final int PARTITIONS = 1;
    private static final short REPLICAS = 1;
    private static final int PATIENCE_SECONDS = 30;

    private final EmbeddedKafkaBroker broker;

    private LocalKafka(EmbeddedKafkaBroker broker) {
        this.broker = broker;
    }

    static LocalKafka start(Folder folder) {
        String data = folder.part(PART).resolve("data").toString();
        LocalKafka kafka = new LocalKafka(quietly(new EmbeddedKafkaBroker()
                .withKafkaHost(HOST)
                .withClusterId(CLUSTER)
                .withDeleteLogDirsOnClose(false)
                .withAdditionalProperties(properties -> properties.put("log.dir", data))));
        kafka.createTopics();
        folder.finish(PART);
        return kafka;
    }

    // Kafka prints on standard output that its folder is formatted, each time.
    private static EmbeddedKafkaBroker quietly(EmbeddedKafkaBroker broker) {
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return broker.start();
        } finally {
            System.setOut(terminal);
        }
    }

    private void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            Set<String> there = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = TOPICS.stream()
                    .filter(topic -> !there.contains(topic))
                    .map(topic -> new NewTopic(topic, PARTITIONS, REPLICAS))
                    .toList();
            admin.createTopics(missing).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IllegalStateException("Kafka did not make its topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka started", e);
        }
    }

    String bootstrapServers() {
        return broker.getAdvertisedListeners().replace("PLAINTEXT://", "");
    }

    @Override
    public void close() {
        broker.close();
    }
}
