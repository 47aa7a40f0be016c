package dev.forewarn.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final int ENOUGH = 5;

    private final List<List<Long>> batches = new ArrayList<>();
    private final Queue<UniEmitter<? super Void>> storing = new ArrayDeque<>();
    private final List<String> ends = new ArrayList<>();
    private final Gathering gathering = new Gathering(ENOUGH, this::store);
    private long offset;

    @Test
    void whatComesWhileABatchIsStoredIsStoredTogether() {
        add(1);
        add(2);
        add(1);
        assertThat(batches).containsExactly(List.of(0L));
        stored();
        assertThat(batches).containsExactly(List.of(0L), List.of(1L, 2L, 3L));
        stored();
        add(1);
        assertThat(batches).hasSize(3).last().isEqualTo(List.of(4L));
    }

    @Test
    void aBatchIsAcknowledgedOnceItIsStored() {
        add(1);
        add(1);
        add(1);
        assertThat(ends).isEmpty();
        stored();
        assertThat(ends).containsExactly("ack 0");
        stored();
        assertThat(ends).containsExactly("ack 0", "ack 1", "ack 2");
    }

    @Test
    void noMoreIsTakenThanIsEnoughForTheNextBatch() {
        add(1).assertCompleted();
        add(4).assertCompleted();
        UniAssertSubscriber<Void> full = add(3);
        full.assertNotTerminated();
        stored();
        assertThat(batches).last().isEqualTo(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L));
        full.assertCompleted();
    }

    @Test
    void oneThatIsLargeByItselfIsABatch() {
        add(1);
        add(12).assertNotTerminated();
        add(1);
        stored();
        assertThat(batches.get(1)).hasSize(12);
        stored();
        assertThat(batches).last().isEqualTo(List.of(13L));
    }

    @Test
    void whatCanNotBeStoredIsNotAcknowledgedAndHoldsUpNothing() {
        add(1);
        add(1);
        storing.remove().fail(new IllegalStateException("a fault"));
        assertThat(ends).containsExactly("nack 0 a fault");
        stored();
        assertThat(ends).containsExactly("nack 0 a fault", "ack 1");
    }

    private Uni<Void> store(List<ConsumerRecord<byte[], byte[]>> records) {
        batches.add(records.stream().map(ConsumerRecord::offset).toList());
        return Uni.createFrom().<Void>emitter(storing::add);
    }

    private void stored() {
        storing.remove().complete(null);
    }

    private UniAssertSubscriber<Void> add(int records) {
        return gathering.add(polled(records)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private Message<ConsumerRecords<byte[], byte[]>> polled(int records) {
        long first = offset;
        offset += records;
        List<ConsumerRecord<byte[], byte[]>> each = IntStream.range(0, records)
                .mapToObj(i -> new ConsumerRecord<>("events", 0, first + i, new byte[0], new byte[0]))
                .toList();
        return Message.of(
                new ConsumerRecords<>(Map.of(new TopicPartition("events", 0), each), Collections.emptyMap()),
                () -> end("ack " + first),
                failure -> end("nack " + first + " " + failure.getMessage()));
    }

    private CompletableFuture<Void> end(String end) {
        ends.add(end);
        return CompletableFuture.completedFuture(null);
    }
}
