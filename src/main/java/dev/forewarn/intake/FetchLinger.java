package dev.forewarn.intake;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Leaves a moment between two fetches, as {@code linger.ms} does on the producer's side. Events that come one by one, a
 * thousand a second, would otherwise be fetched one by one, which costs the broker and this process more than storing
 * them. An event that comes alone is not kept waiting, nor is a fetch that has brought much. Used on the consumer's thread.
 */
public final class FetchLinger implements ConsumerInterceptor<byte[], byte[]> {

    private static final long MOMENT = Duration.ofMillis(2).toNanos();
    private static final int MUCH = 100;

    private final LongSupplier nanos;
    private final LongConsumer pause;
    private long last;

    /** As Kafka makes it. */
    public FetchLinger() {
        this(System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * @param nanos a clock
     * @param pause waits for so many nanoseconds
     */
    FetchLinger(LongSupplier nanos, LongConsumer pause) {
        this.nanos = nanos;
        this.pause = pause;
        this.last = nanos.getAsLong();
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        long left = last + MOMENT - nanos.getAsLong();
        if (left > 0 && records.count() < MUCH) {
            pause.accept(left);
        }
        last = nanos.getAsLong();
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Nothing to do.
    }

    @Override
    public void close() {
        // Nothing to do.
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Nothing to be configured.
    }
}
