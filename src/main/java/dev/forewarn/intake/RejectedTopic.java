package dev.forewarn.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Puts rejected records where somebody can look at them: their bytes, with the reason and where they came from. */
@Singleton
class RejectedTopic {

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);
    private static final int MAX_REASON = 2000;
    // What a broker that takes no larger records surely takes.
    private static final int CUT = 512 * 1024;

    private final MutinyEmitter<byte[]> emitter;

    RejectedTopic(
            @Channel("rejected") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** A record and why it was rejected. */
    record Rejection(ConsumerRecord<byte[], byte[]> received, Decoded.Rejected why) {}

    /** Completes once Kafka holds them all: until then, the offsets of the batch must not move. */
    Uni<Void> put(List<Rejection> rejections) {
        List<Uni<Void>> sends = rejections.stream().map(this::put).toList();
        return sends.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(sends).andFailFast().replaceWithVoid();
    }

    private Uni<Void> put(Rejection rejection) {
        byte[] value = rejection.received().value();
        return send(rejection, value)
                .onFailure(RejectedTopic::tooLarge)
                .recoverWithUni(() -> send(rejection, Arrays.copyOf(value, Math.min(value.length, CUT))))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely();
    }

    private static boolean tooLarge(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure.getCause() instanceof RecordTooLargeException;
    }

    private Uni<Void> send(Rejection rejection, byte[] value) {
        OutgoingKafkaRecordMetadata<byte[]> metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(rejection.received().key())
                .withHeaders(headers(rejection, value))
                .build();
        return emitter.sendMessage(Message.of(value).addMetadata(metadata));
    }

    private static Headers headers(Rejection rejection, byte[] value) {
        ConsumerRecord<byte[], byte[]> received = rejection.received();
        Headers headers = new RecordHeaders(received.headers());
        put(headers, "forewarn-reason", rejection.why().told());
        put(headers, "forewarn-topic", received.topic());
        put(headers, "forewarn-partition", Integer.toString(received.partition()));
        put(headers, "forewarn-offset", Long.toString(received.offset()));
        if (received.value() != null && value.length < received.value().length) {
            put(headers, "forewarn-cut-from", Integer.toString(received.value().length));
        }
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        String shown = value.length() > MAX_REASON ? value.substring(0, MAX_REASON) : value;
        headers.remove(name);
        headers.add(name, shown.getBytes(StandardCharsets.UTF_8));
    }
}
