package dev.forewarn.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/** Puts rejected records where somebody can look at them: their bytes, with the reason and where they came from. */
@Singleton
class RejectedTopic {

    private static final int MAX_REASON = 2000;
    // What a broker that takes no larger records surely takes.
    private static final int CUT = 512 * 1024;

    private final MutinyEmitter<byte[]> emitter;
    private final Perseverance perseverance;

    RejectedTopic(
            @Channel("rejected") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> emitter,
            Perseverance perseverance) {
        this.emitter = emitter;
        this.perseverance = perseverance;
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
        Uni<Void> sent =
                send(whole(rejection)).onFailure(RejectedTopic::tooLarge).recoverWithUni(() -> send(cut(rejection)));
        return perseverance.untilDone("A rejected record waits to be put aside", sent);
    }

    private static boolean tooLarge(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure.getCause() instanceof RecordTooLargeException;
    }

    private Uni<Void> send(Message<byte[]> message) {
        return Uni.createFrom().deferred(() -> emitter.sendMessage(message));
    }

    private static Message<byte[]> whole(Rejection rejection) {
        ConsumerRecord<byte[], byte[]> received = rejection.received();
        Headers headers = reason(new RecordHeaders(received.headers()), rejection);
        return message(received.key(), received.value(), headers);
    }

    /** What surely fits: its key and headers may be what is too large, so they are left behind too. */
    private static Message<byte[]> cut(Rejection rejection) {
        byte[] value = Optional.ofNullable(rejection.received().value()).orElseGet(() -> new byte[0]);
        Headers headers = reason(new RecordHeaders(), rejection);
        put(headers, "forewarn-cut-from", Integer.toString(value.length));
        return message(null, Arrays.copyOf(value, Math.min(value.length, CUT)), headers);
    }

    private static Message<byte[]> message(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        OutgoingKafkaRecordMetadata<byte[]> metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(key)
                .withHeaders(headers)
                .build();
        return Message.of(value).addMetadata(metadata);
    }

    private static Headers reason(Headers headers, Rejection rejection) {
        ConsumerRecord<byte[], byte[]> received = rejection.received();
        put(headers, "forewarn-reason", rejection.why().told());
        put(headers, "forewarn-topic", received.topic());
        put(headers, "forewarn-partition", Integer.toString(received.partition()));
        put(headers, "forewarn-offset", Long.toString(received.offset()));
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        String shown = value.length() > MAX_REASON ? value.substring(0, MAX_REASON) : value;
        headers.remove(name);
        headers.add(name, shown.getBytes(StandardCharsets.UTF_8));
    }
}
