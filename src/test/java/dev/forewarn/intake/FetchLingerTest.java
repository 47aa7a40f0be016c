package dev.forewarn.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchLingerTest {

    private static final TopicPartition PARTITION = new TopicPartition("lifecycle.events", 0);

    private final AtomicLong now = new AtomicLong(1_000_000_000);
    private final List<Long> pauses = new ArrayList<>();
    private final FetchLinger linger = new FetchLinger(now::get, this::pause);

    private void pause(long nanos) {
        pauses.add(nanos);
        now.addAndGet(nanos);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # microseconds since the fetch before, records, microseconds waited
                    0,    1,   2000
                    500,  1,   1500
                    500,  99,  1500
                    500,  100, 0
                    500,  500, 0
                    2000, 1,   0
                    5000, 1,   0
                    """)
    void onlyAFetchOfFewRightBehindAnotherWaits(long since, int count, long waited) {
        linger.onConsume(fetched(99));
        pauses.clear();
        now.addAndGet(since * 1_000);

        ConsumerRecords<byte[], byte[]> records = fetched(count);
        assertThat(linger.onConsume(records)).isSameAs(records);
        assertThat(pauses.stream().mapToLong(nanos -> nanos / 1_000).sum()).isEqualTo(waited);
    }

    private static ConsumerRecords<byte[], byte[]> fetched(int count) {
        List<ConsumerRecord<byte[], byte[]>> fetched = IntStream.range(0, count)
                .mapToObj(i -> new ConsumerRecord<>(PARTITION.topic(), 0, i, new byte[] {1}, new byte[] {2}))
                .toList();
        return new ConsumerRecords<>(Map.of(PARTITION, fetched), Map.of());
    }
}
