package dev.forewarn.intake;

import dev.forewarn.ledger.Said;
import dev.forewarn.lifecycle.LifecycleEvent.AboutCutoff;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.cloudevents.jackson.JsonFormat;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Writes posted events to the topic that they are then read from as any other, keyed by subject. */
@Singleton
class EventsTopic {

    private static final Duration AT_MOST = Duration.ofSeconds(15);
    // The emitter keeps without limit what Kafka has not taken yet.
    private static final int MAX_PENDING = 10_000;

    private final MutinyEmitter<byte[]> emitter;
    private final AtomicInteger pending = new AtomicInteger();

    EventsTopic(@Channel("accepted") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** A judged event and the bytes that hold it, in structured mode. */
    record Outgoing(Said said, byte[] bytes) {

        /** All that is said of a subject stays in order, whatever the mode or the publisher. */
        String key() {
            return said.event() instanceof AboutCutoff about
                    ? about.key().subject().toString()
                    : said.event().ref().source();
        }
    }

    /** Completes once Kafka holds them all; fails with a problem if it does not in time, when some may be held. */
    Uni<Void> put(List<Outgoing> events) {
        return inTime(events.stream().map(EventsTopic::message).toList());
    }

    /** As {@link #put}, of a record that was there before: with its own key, if it has one, and its own headers. */
    Uni<Void> putAgain(Said said, ConsumerRecord<byte[], byte[]> original) {
        byte[] key = Optional.ofNullable(original.key())
                .orElseGet(() -> new Outgoing(said, original.value()).key().getBytes(StandardCharsets.UTF_8));
        return inTime(List.of(message(key, original.headers(), original.value())));
    }

    private Uni<Void> inTime(List<Message<byte[]>> messages) {
        if (pending.addAndGet(messages.size()) > MAX_PENDING) {
            pending.addAndGet(-messages.size());
            return Uni.createFrom().failure(away());
        }
        List<Uni<Void>> sends = messages.stream().map(this::put).toList();
        return Uni.join()
                .all(sends)
                .andFailFast()
                .replaceWithVoid()
                .ifNoItem()
                .after(AT_MOST)
                .fail()
                .onFailure()
                .transform(failure -> away());
    }

    private static ProblemException away() {
        return Problem.of(Status.SERVICE_UNAVAILABLE, "Kafka does not take events. Send it again: it counts once.")
                .exception();
    }

    private static Message<byte[]> message(Outgoing event) {
        Headers headers =
                new RecordHeaders().add("content-type", JsonFormat.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
        return message(event.key().getBytes(StandardCharsets.UTF_8), headers, event.bytes());
    }

    private static Message<byte[]> message(byte[] key, Headers headers, byte[] value) {
        return Message.of(value)
                .addMetadata(OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withKey(key)
                        .withHeaders(headers)
                        .build());
    }

    private Uni<Void> put(Message<byte[]> message) {
        // Memoized, so that it is pending until Kafka has answered, also when nobody waits for that any longer.
        return emitter.sendMessage(message)
                .onTermination()
                .invoke(() -> pending.decrementAndGet())
                .memoize()
                .indefinitely();
    }
}
