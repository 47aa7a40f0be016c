package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** A publisher's side of Kafka, and that of somebody who looks at what was rejected. */
@Singleton
class Broker {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LARGEST = 20_000_000;

    private final String events;
    private final String rejected;
    private final Map<String, Object> servers;
    private final KafkaProducer<byte[], byte[]> producer;

    Broker(
            @ConfigProperty(name = "kafka.bootstrap.servers") String servers,
            @ConfigProperty(name = "mp.messaging.incoming.events.topic") String events,
            @ConfigProperty(name = "mp.messaging.outgoing.rejected.topic") String rejected) {
        this.events = events;
        this.rejected = rejected;
        this.servers = Map.of("bootstrap.servers", servers, "max.request.size", LARGEST);
        this.producer = new KafkaProducer<>(this.servers, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @PreDestroy
    void close() {
        producer.close(Duration.ZERO);
    }

    /** Sends all to one partition, so that they come in this order and most likely in one batch. */
    List<RecordMetadata> structured(Sent... sent) {
        var sends = new ArrayList<Future<RecordMetadata>>();
        for (Sent each : sent) {
            sends.add(producer.send(record(new RecordHeaders(), key(each), each.structured())));
        }
        return sends.stream().map(Broker::done).toList();
    }

    RecordMetadata binary(Sent sent) {
        return raw(sent.headers(), key(sent), sent.data());
    }

    RecordMetadata raw(Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        return done(producer.send(record(headers, key, value)));
    }

    private ProducerRecord<byte[], byte[]> record(Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<>(events, 0, key, value, headers);
    }

    private static byte[] key(Sent sent) {
        return sent.event().path("subject").asText().getBytes(UTF_8);
    }

    /** Lets the topic of events take records of 20 MB, as an operator may. */
    void takeLargeEvents() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, events);
        ConfigEntry entry = new ConfigEntry("max.message.bytes", Integer.toString(LARGEST));
        Collection<AlterConfigOp> raise = List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET));
        try (Admin admin = Admin.create(servers)) {
            done(admin.incrementalAlterConfigs(Map.of(topic, raise)).all());
        }
    }

    /** The record that was put aside for the one that stood there. Other tests put theirs aside in the same topic. */
    ConsumerRecord<byte[], byte[]> rejectedFor(RecordMetadata sent) {
        List<String> place = List.of(sent.topic(), Integer.toString(sent.partition()), Long.toString(sent.offset()));
        return await(rejected, record -> Stream.of("forewarn-topic", "forewarn-partition", "forewarn-offset")
                .map(name -> header(record, name))
                .toList()
                .equals(place));
    }

    /** The first record of the topic of events that is like that. */
    ConsumerRecord<byte[], byte[]> event(Predicate<ConsumerRecord<byte[], byte[]>> like) {
        return await(events, like);
    }

    /** How many records the topic of events has had. */
    long events() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer, events)).values().stream()
                    .mapToLong(end -> end)
                    .sum();
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private ConsumerRecord<byte[], byte[]> await(String topic, Predicate<ConsumerRecord<byte[], byte[]>> like) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(partitions(consumer, topic));
            consumer.seekToBeginning(List.of());
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            Awaitility.await().pollInSameThread().atMost(PATIENCE).until(() -> {
                consumer.poll(POLL).forEach(record -> add(found, record, like));
                return !found.isEmpty();
            });
            return found.get(0);
        }
    }

    private static void add(
            List<ConsumerRecord<byte[], byte[]>> found,
            ConsumerRecord<byte[], byte[]> record,
            Predicate<ConsumerRecord<byte[], byte[]>> like) {
        if (like.test(record)) {
            found.add(record);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(servers, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not do it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> T done(KafkaFuture<T> future) {
        return done(future.toCompletionStage().toCompletableFuture());
    }
}
