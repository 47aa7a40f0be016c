package dev.forewarn.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Says things about cutoffs over Kafka. */
final class Speaker implements AutoCloseable {

    static final String SOURCE = "https://bench.example/deprecations";

    private static final String SUMMARY = "The endpoint is removed. ".repeat(4);

    private final String topic;
    private final Map<Integer, String> newest = new ConcurrentHashMap<>();
    private final KafkaProducer<byte[], byte[]> producer;

    Speaker(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** An effective day, as JSON. */
    static String on(LocalDate day) {
        return "{\"on\":\"" + day + "\",\"zone\":\"UTC\"}";
    }

    /** Something new, whose first reminder is far. */
    void announce(String subject, Instant time) {
        LocalDate far = LocalDate.ofInstant(time, ZoneOffset.UTC).plusDays(400);
        state(subject, subject, on(far), time);
    }

    /** @param effective as JSON */
    @SuppressWarnings("FutureReturnValueIgnored")
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
        producer.send(
                new ProducerRecord<>(topic, bytes(subject), bytes(event)),
                (written, failure) -> written(id, written, failure));
    }

    private void written(String id, RecordMetadata written, @Nullable Exception failure) {
        if (failure == null) {
            newest.put(written.partition(), id);
        }
    }

    /** The newest event in each partition: when these are stored, all are. */
    List<String> newest() {
        flush();
        return List.copyOf(newest.values());
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
