package dev.forewarn.intake;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Judges records outside any container. */
final class Judge {

    private record Settings(int maxEventBytes, int maxBatch) implements IntakeSettings {}

    private final RecordDecoder decoder;

    private Judge(Instant calendar, Instant wall) {
        decoder = new RecordDecoder(new Decoder(() -> calendar, () -> wall), new Settings(1_000_000, 1000));
    }

    static Judge at(String now) {
        return at(now, now);
    }

    static Judge at(String calendar, String wall) {
        return new Judge(Instant.parse(calendar), Instant.parse(wall));
    }

    Decoded structured(byte @Nullable [] value) {
        return judge(new RecordHeaders(), value);
    }

    Decoded structured(Sent sent) {
        return structured(sent.structured());
    }

    Decoded binary(Sent sent) {
        return judge(sent.headers(), sent.data());
    }

    // A record without a value is what Kafka calls a tombstone.
    @SuppressWarnings("NullAway")
    Decoded judge(Headers headers, byte @Nullable [] value) {
        return decoder.decode(new ConsumerRecord<>(
                "events", 0, 0L, 0L, TimestampType.CREATE_TIME, 0, 0, new byte[0], value, headers, Optional.empty()));
    }
}
