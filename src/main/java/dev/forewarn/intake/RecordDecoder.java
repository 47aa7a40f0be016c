package dev.forewarn.intake;

import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventDeserializer;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Judges a Kafka record: its size, then the CloudEvent in it, in structured or binary mode. */
@Singleton
class RecordDecoder {

    private final Decoder decoder;
    private final IntakeSettings settings;
    private final CloudEventDeserializer cloudEvents = new CloudEventDeserializer();
    private final JsonFormat json = new JsonFormat();

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
        return decoder.decode(() -> read(received));
    }

    private CloudEvent read(ConsumerRecord<byte[], byte[]> received) {
        // Some clients can't set headers; what else could it be but structured mode?
        boolean bare = received.headers().lastHeader("content-type") == null
                && received.headers().lastHeader("ce_specversion") == null;
        return bare
                ? json.deserialize(received.value())
                : cloudEvents.deserialize(received.topic(), received.headers(), received.value());
    }
}
