package dev.forewarn.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Says things about cutoffs over Kafka. */
final class Speaker implements AutoCloseable {

    private static final String SUMMARY = "The endpoint is removed. ".repeat(4);

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    Speaker(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** @param effective as JSON */
    void state(String id, String subject, String effective, Instant time) {
        String event =
                """
                {"specversion":"1.0","type":"dev.forewarn.cutoff.stated.v1","source":"https://bench.example/deprecations",\
                "id":"%s","time":"%s","datacontenttype":"application/json","data":{\
                "subject":{"id":"%s","name":"The API of the benchmark","kind":"api","aliases":["benchmark api"]},\
                "milestone":"shutdown","effective":%s,"certainty":"committed","announcedOn":"2026-03-24",\
                "replacement":{"status":"suggested","subjects":["bench/successor"],"url":"https://bench.example/successor"},\
                "summary":"%s","claimedBy":{"name":"The provider","authority":"official",\
                "url":"https://bench.example/deprecations"}}}"""
                        .formatted(id, time, subject, effective, SUMMARY);
        producer.send(new ProducerRecord<>(topic, bytes(subject), bytes(event)));
    }

    void flush() {
        producer.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
