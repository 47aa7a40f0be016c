package dev.forewarn.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Says rows of the timeline on the topic, as any source would. */
final class Publisher implements AutoCloseable {

    private static final byte[] CLOUD_EVENT = "application/cloudevents+json".getBytes(StandardCharsets.US_ASCII);

    private final KafkaProducer<String, byte[]> producer;
    private final String topic;

    Publisher(String bootstrapServers, String topic) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
        this.topic = topic;
    }

    /** Returns once Kafka has it. */
    void publish(Timeline.Row row) throws InterruptedException {
        ProducerRecord<String, byte[]> event = new ProducerRecord<>(topic, row.subject(), row.body());
        event.headers().add("content-type", CLOUD_EVENT);
        try {
            producer.send(event).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take an event of the timeline", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
