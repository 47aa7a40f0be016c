package dev.forewarn.system;

import dev.forewarn.servers.Servers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Somebody who announces one cutoff after another over Kafka, each of one of four providers, all of them far off. */
final class Load implements AutoCloseable {

    static final int PROVIDERS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    // Sending blocks while Kafka is away: the clock must not.
    private final ExecutorService sending = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final int first;
    private final AtomicInteger begun = new AtomicInteger();
    private final Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();
    private Optional<Future<?>> ticking = Optional.empty();

    /** @param first the number of the first event: another number is another event */
    Load(String topic, int first) {
        this.topic = topic;
        this.first = first;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Servers.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static String provider(int number) {
        return "load" + number % PROVIDERS;
    }

    /** Begins to send so many a second. */
    Load start(int aSecond) {
        long period = TimeUnit.SECONDS.toNanos(1) / aSecond;
        ticking = Optional.of(clock.scheduleAtFixedRate(this::next, 0, period, TimeUnit.NANOSECONDS));
        return this;
    }

    /** Sends no more until it is started again; returns how many events Kafka holds. */
    int stop() {
        ticking.ifPresent(ticks -> ticks.cancel(false));
        Awaitility.await("Kafka has taken all")
                .atMost(PATIENCE)
                .until(() -> sent.size() >= begun.get() && sent.stream().allMatch(Future::isDone));
        sent.forEach(Load::check);
        return sent.size();
    }

    private static void check(Future<RecordMetadata> done) {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an event could not be written to Kafka", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void next() {
        int number = first + begun.getAndIncrement();
        sending.execute(() -> send(number));
    }

    private void send(int number) {
        String subject = provider(number) + "/api-" + number;
        sent.add(producer.send(new ProducerRecord<>(topic, bytes(subject), bytes(event(number, subject)))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(int number, String subject) {
        LocalDate farOff = LocalDate.now(ZoneOffset.UTC).plusDays(400);
        return Trial.event(
                "event-" + number, subject, "{\"on\": \"" + farOff + "\", \"zone\": \"UTC\"}", Instant.now());
    }

    @Override
    public void close() {
        clock.shutdownNow();
        sending.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
