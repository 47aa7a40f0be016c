package dev.forewarn.intake;

import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.util.Optional;
import java.util.function.Supplier;

/** A posted event in the form in which it goes to the topic: these bytes are judged, and no others are written. */
final class Written {

    private static final JsonFormat JSON = new JsonFormat();

    private final Supplier<CloudEvent> reader;
    private Optional<byte[]> bytes = Optional.empty();

    Written(Supplier<CloudEvent> reader) {
        this.reader = reader;
    }

    /** @throws Fault if there are more than {@code most}, or none can be written */
    byte[] bytes(int most) {
        if (bytes.isEmpty()) {
            bytes = Optional.of(checked(written(reader.get()), most));
        }
        return bytes.orElseThrow();
    }

    static byte[] checked(byte[] event, int most) {
        if (event.length > most) {
            throw new Fault("", "has " + event.length + " bytes: more than " + most + " are not taken");
        }
        return event;
    }

    private static byte[] written(CloudEvent event) {
        try {
            return JSON.serialize(event);
        } catch (RuntimeException e) {
            throw new Fault("", "can't be written as JSON: " + e.getMessage());
        }
    }
}
