package dev.forewarn.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventDeserializer;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Judges a Kafka record: its size, then the CloudEvent in it, in structured or binary mode. */
@Singleton
class RecordDecoder {

    private final Decoder decoder;
    private final IntakeSettings settings;
    private final CloudEventDeserializer cloudEvents = new CloudEventDeserializer();

    RecordDecoder(Decoder decoder, IntakeSettings settings) {
        this.decoder = decoder;
        this.settings = settings;
    }

    Decoded decode(ConsumerRecord<byte[], byte[]> received) {
        byte[] value = received.value();
        if (value == null) {
            return new Decoded.Rejected("", "the record has no value");
        }
        if (value.length > settings.maxEventBytes()) {
            return new Decoded.Rejected(
                    "", "has " + value.length + " bytes: more than " + settings.maxEventBytes() + " are not taken");
        }
        Decoded decoded = decoder.decode(() -> read(received));
        return decoded instanceof Decoded.Accepted accepted
                ? new Decoded.Accepted(accepted.said().writtenAt(Instant.ofEpochMilli(received.timestamp())))
                : decoded;
    }

    private CloudEvent read(ConsumerRecord<byte[], byte[]> received) {
        return structured(received.headers())
                ? Envelope.structured(received.value())
                : Envelope.read(
                        name -> given(received.headers(), "ce_" + name),
                        () -> cloudEvents.deserialize(received.topic(), received.headers(), received.value()));
    }

    private static boolean structured(Headers headers) {
        // Some clients can't set headers; what else could it be but structured mode?
        return given(headers, "content-type")
                ? new String(headers.lastHeader("content-type").value(), UTF_8).startsWith(JsonFormat.CONTENT_TYPE)
                : !given(headers, "ce_specversion");
    }

    /** A header may be there without a value. */
    private static boolean given(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header != null && header.value() != null;
    }
}
