package dev.forewarn.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Stores together what has come while the batch before was stored. A consumer polls whether or not its records have been
 * dealt with, so that what it has polled is small when there is much to do; stored as it comes, each transaction would be for
 * few records just then.
 *
 * <pre>
 *   polled ─▶ waiting ─▶ all that wait, up to enough ─▶ stored ─▶ acknowledged
 *     ▲          │                                        │
 *     └─ room ───┘◀─────────────── the next ──────────────┘
 * </pre>
 */
final class Gathering {

    private final int enough;
    private final Function<List<ConsumerRecord<byte[], byte[]>>, Uni<Void>> store;
    private final Queue<Message<ConsumerRecords<byte[], byte[]>>> waiting = new ArrayDeque<>();
    private int records;
    private boolean storing;
    private Optional<UniEmitter<? super Void>> askedForRoom = Optional.empty();

    /**
     * @param enough how many records make a batch
     * @param store one batch at a time; what fails is not acknowledged
     */
    Gathering(int enough, Function<List<ConsumerRecord<byte[], byte[]>>, Uni<Void>> store) {
        this.enough = enough;
        this.store = store;
    }

    /** Takes what was polled; completes once there is room for more. */
    Uni<Void> add(Message<ConsumerRecords<byte[], byte[]>> polled) {
        if (put(polled)) {
            next();
        }
        return Uni.createFrom().<Void>emitter(this::whenThereIsRoom);
    }

    /** Whether nobody stores anything yet. */
    private synchronized boolean put(Message<ConsumerRecords<byte[], byte[]>> polled) {
        waiting.add(polled);
        records += polled.getPayload().count();
        boolean first = !storing;
        storing = true;
        return first;
    }

    private void whenThereIsRoom(UniEmitter<? super Void> asking) {
        if (!hasToWait(asking)) {
            asking.complete(null);
        }
    }

    private synchronized boolean hasToWait(UniEmitter<? super Void> asking) {
        boolean full = records >= enough;
        if (full) {
            askedForRoom = Optional.of(asking);
        }
        return full;
    }

    private void next() {
        List<Message<ConsumerRecords<byte[], byte[]>>> batch = gather();
        roomier().ifPresent(asking -> asking.complete(null));
        if (!batch.isEmpty()) {
            store(batch).subscribe().with(any -> next(), failure -> next());
        }
    }

    private synchronized List<Message<ConsumerRecords<byte[], byte[]>>> gather() {
        List<Message<ConsumerRecords<byte[], byte[]>>> batch = new ArrayList<>();
        int gathered = 0;
        while (gathered < enough && !waiting.isEmpty()) {
            batch.add(waiting.remove());
            gathered += batch.get(batch.size() - 1).getPayload().count();
        }
        records -= gathered;
        storing = !batch.isEmpty();
        return batch;
    }

    private synchronized Optional<UniEmitter<? super Void>> roomier() {
        Optional<UniEmitter<? super Void>> asking = askedForRoom.filter(any -> records < enough);
        if (asking.isPresent()) {
            askedForRoom = Optional.empty();
        }
        return asking;
    }

    private Uni<Void> store(List<Message<ConsumerRecords<byte[], byte[]>>> batch) {
        List<ConsumerRecord<byte[], byte[]>> received = new ArrayList<>();
        batch.forEach(polled -> polled.getPayload().forEach(received::add));
        return Uni.createFrom()
                .deferred(() -> store.apply(received))
                .chain(() -> each(batch, polled -> Uni.createFrom().completionStage(polled::ack)))
                .onFailure()
                .call(failure -> each(batch, polled -> Uni.createFrom().completionStage(() -> polled.nack(failure))));
    }

    private static Uni<Void> each(
            List<Message<ConsumerRecords<byte[], byte[]>>> batch,
            Function<Message<ConsumerRecords<byte[], byte[]>>, Uni<Void>> end) {
        return Uni.join()
                .all(batch.stream().map(end).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }
}
