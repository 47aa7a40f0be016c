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
import java.util.concurrent.atomic.AtomicInteger;
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
        if (pending.addAndGet(events.size()) > MAX_PENDING) {
            pending.addAndGet(-events.size());
            return Uni.createFrom().failure(away());
        }
        List<Uni<Void>> sends = events.stream().map(this::put).toList();
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

    private Uni<Void> put(Outgoing event) {
        OutgoingKafkaRecordMetadata<byte[]> metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(event.key().getBytes(StandardCharsets.UTF_8))
                .withHeaders(new RecordHeaders()
                        .add("content-type", JsonFormat.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8)))
                .build();
        // Memoized, so that it is pending until Kafka has answered, also when nobody waits for that any longer.
        return emitter.sendMessage(Message.of(event.bytes()).addMetadata(metadata))
                .onTermination()
                .invoke(() -> pending.decrementAndGet())
                .memoize()
                .indefinitely();
    }
}
