package dev.forewarn.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lets the CloudEvents SDK read an event, and looks after what the SDK takes too easily or says too little of. */
final class Envelope {

    private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type", "time");
    private static final JsonFormat JSON = new JsonFormat();
    private static final int LONGEST_TYPE = 200;

    private Envelope() {}

    /** An event in structured mode. */
    static CloudEvent structured(byte[] event) {
        JsonNode tree = Json.read(event, "");
        if (!tree.isObject()) {
            throw new Fault("", "is not an object");
        }
        checkType(tree.path("datacontenttype").asText(""));
        return read(tree::hasNonNull, () -> JSON.deserialize(event));
    }

    /** The SDK would look at a long one for a very long time. */
    private static void checkType(String type) {
        if (type.length() > LONGEST_TYPE || type.chars().anyMatch(Character::isISOControl)) {
            throw new Fault("/datacontenttype", "is no media type of at most " + LONGEST_TYPE + " characters");
        }
    }

    /**
     * An event in either mode.
     *
     * @param given whether there is an attribute of that name
     * @param reader calls the SDK
     */
    static CloudEvent read(Predicate<String> given, Supplier<CloudEvent> reader) {
        REQUIRED.stream().filter(given.negate()).findFirst().ifPresent(name -> {
            throw new Fault("/" + name, "is missing");
        });
        CloudEvent event = read(reader);
        if (event.getSpecVersion() != SpecVersion.V1) {
            throw new Fault("/specversion", "'" + event.getSpecVersion() + "' is not 1.0");
        }
        return event;
    }

    private static CloudEvent read(Supplier<CloudEvent> reader) {
        try {
            return reader.get();
        } catch (RuntimeException e) {
            // The SDK has no one exception for what is not an event; none of them may stop the records behind this one.
            throw new Fault("", "is not a CloudEvent 1.0: " + told(e));
        }
    }

    private static String told(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : told(e.getCause());
    }
}
