package dev.forewarn.intake;

import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reads the topic of rejected records when somebody wants to look at them: its end, or one. It belongs to no consumer group
 * and commits nothing; what it reads is bounded, and so is how long it takes.
 */
@Singleton
class RejectedReading {

    private static final Logger LOG = Logger.getLogger(RejectedReading.class);
    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);
    /** What a list shows of a record: its bytes may be many megabytes. */
    private static final int BEGINNING = 2_048;

    private static final Comparator<RejectedRecord> NEWEST_FIRST = Comparator.comparing(RejectedRecord::at)
            .thenComparing(RejectedRecord::partition)
            .thenComparing(RejectedRecord::offset)
            .reversed();

    private final Vertx vertx;
    private final Map<String, Object> config;
    private final String topic;

    RejectedReading(
            Vertx vertx,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            @ConfigProperty(name = "mp.messaging.outgoing.rejected.topic") String topic) {
        this.vertx = vertx;
        this.topic = topic;
        this.config = new HashMap<>(broker);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) AT_MOST.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) AT_MOST.toMillis());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    /** The newest first, at most so many, with the beginnings of their bytes. Fails with a problem if Kafka is away. */
    Uni<List<RejectedRecord>> newest(int most) {
        return off(() -> with(consumer -> end(consumer, most)));
    }

    /** One with all its bytes; empty if it is not there, or not any more. */
    Uni<Optional<ConsumerRecord<byte[], byte[]>>> one(int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        return off(() -> with(consumer -> at(consumer, place, offset)));
    }

    private <T> Uni<T> off(Callable<T> reading) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(reading, false).toCompletionStage())
                .onFailure(KafkaException.class)
                .transform(RejectedReading::away);
    }

    private static ProblemException away(Throwable failure) {
        LOG.warnf("the rejected records can't be read: %s", failure.toString());
        return Problem.of(Status.SERVICE_UNAVAILABLE, "Kafka can't be reached; try again soon.")
                .exception();
    }

    private <T> T with(Function<KafkaConsumer<byte[], byte[]>, T> reading) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return reading.apply(consumer);
        }
    }

    private List<RejectedRecord> end(KafkaConsumer<byte[], byte[]> consumer, int most) {
        List<TopicPartition> partitions = partitions(consumer);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        consumer.assign(partitions);
        beginnings.forEach(
                (each, first) -> consumer.seek(each, Math.max(first, ends.getOrDefault(each, first) - most)));
        List<RejectedRecord> found = new ArrayList<>();
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (isBefore(consumer, ends) && System.nanoTime() < deadline) {
            consumer.poll(POLL).forEach(each -> found.add(RejectedRecord.of(each, BEGINNING)));
        }
        return found.stream().sorted(NEWEST_FIRST).limit(most).toList();
    }

    private static boolean isBefore(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    /** None before the first record was rejected. */
    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return Optional.ofNullable(consumer.listTopics().get(topic)).stream()
                .flatMap(List::stream)
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
    }

    private Optional<ConsumerRecord<byte[], byte[]>> at(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, long offset) {
        if (!isThere(consumer, place, offset)) {
            return Optional.empty();
        }
        consumer.assign(List.of(place));
        consumer.seek(place, offset);
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (consumer.position(place) <= offset && System.nanoTime() < deadline) {
            Optional<ConsumerRecord<byte[], byte[]>> found = StreamSupport.stream(
                            consumer.poll(POLL).spliterator(), false)
                    .filter(each -> each.offset() == offset)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean isThere(KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, long offset) {
        List<TopicPartition> only = List.of(place);
        return partitions(consumer).contains(place)
                && consumer.beginningOffsets(only).getOrDefault(place, Long.MAX_VALUE) <= offset
                && consumer.endOffsets(only).getOrDefault(place, 0L) > offset;
    }
}
