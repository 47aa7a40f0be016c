package dev.forewarn.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.ledger.Said;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.SubjectId;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.rw.CloudEventRWException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Judges one CloudEvent alone: what it says, or what is wrong with it.
 *
 * <pre>
 *   CloudEvent ─▶ envelope ─▶ data ─▶ Accepted
 *        │            │         │
 *        └────────────┴─────────┴───▶ Rejected, with a pointer to the fault
 * </pre>
 */
@Singleton
class Decoder {

    static final String STATED = "dev.forewarn.cutoff.stated.v1";
    static final String WITHDRAWN = "dev.forewarn.cutoff.withdrawn.v1";
    static final String READ = "dev.forewarn.source.read.v1";

    private static final Duration MAX_AHEAD = Duration.ofDays(1);
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final CalendarClock calendar;
    private final InstantSource wall;

    Decoder(CalendarClock calendar, InstantSource wall) {
        this.calendar = calendar;
        this.wall = wall;
    }

    /** @param reader reads the envelope, and throws what the CloudEvents SDK throws */
    Decoded decode(Supplier<CloudEvent> reader) {
        try {
            return new Decoded.Accepted(said(envelope(reader)));
        } catch (Fault fault) {
            return fault.rejected();
        }
    }

    private static CloudEvent envelope(Supplier<CloudEvent> reader) {
        try {
            return reader.get();
        } catch (CloudEventRWException | IllegalStateException | IllegalArgumentException | ClassCastException e) {
            throw new Fault("", "is not a CloudEvent 1.0: " + cause(e));
        }
    }

    private static String cause(Throwable e) {
        boolean told = e.getMessage() != null && e.getCause() == null;
        if (e.getCause() instanceof JsonProcessingException json) {
            return "not valid JSON: " + json.getOriginalMessage();
        }
        return told ? String.valueOf(e.getMessage()) : cause(Optional.ofNullable(e.getCause()).orElse(new IOException("no message")));
    }

    private Said said(CloudEvent event) {
        EventRef ref = ref(event);
        JsonNode data = data(event);
        return new Said(event(event, ref, new Member(data, "/data")), digest(event, ref, data));
    }

    private static LifecycleEvent event(CloudEvent event, EventRef ref, Member data) {
        return switch (event.getType()) {
            case STATED -> new LifecycleEvent.Stated(ref, about(event, StatementReader.statement(data)));
            case WITHDRAWN -> new LifecycleEvent.Withdrawn(ref, about(event, StatementReader.key(data)));
            case READ -> new LifecycleEvent.SourceRead(ref, keys(data, "read"), keys(data, "missing"));
            default ->
                throw new Fault(
                        "/type",
                        "'" + event.getType() + "' is not one of " + String.join(", ", STATED, WITHDRAWN, READ));
        };
    }

    private static dev.forewarn.lifecycle.Statement about(
            CloudEvent event, dev.forewarn.lifecycle.Statement statement) {
        checkSubject(event, statement.subject().id());
        return statement;
    }

    private static CutoffKey about(CloudEvent event, CutoffKey key) {
        checkSubject(event, key.subject());
        return key;
    }

    private static void checkSubject(CloudEvent event, SubjectId subject) {
        if (event.getSubject() != null && !event.getSubject().equals(subject.toString())) {
            throw new Fault("/subject", "is not the subject of the data, " + subject);
        }
    }

    private static List<CutoffKey> keys(Member data, String name) {
        return data.optional(name).map(keys -> keys.list(CutoffKey::parse)).orElse(List.of());
    }

    private EventRef ref(CloudEvent event) {
        if (event.getTime() == null) {
            throw new Fault("/time", "is missing");
        }
        Instant time = event.getTime().toInstant();
        Instant latest = later(calendar.instant(), wall.instant()).plus(MAX_AHEAD);
        if (time.isAfter(latest)) {
            throw new Fault("/time", "is more than a day ahead: " + time);
        }
        try {
            return new EventRef(event.getSource().toString(), event.getId(), time);
        } catch (IllegalArgumentException e) {
            throw new Fault("", String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode data(CloudEvent event) {
        String type = event.getDataContentType();
        if (type != null && !isJson(type)) {
            throw new Fault("/datacontenttype", "'" + type + "' is not JSON");
        }
        CloudEventData data = event.getData();
        if (data == null) {
            throw new Fault("/data", "is missing");
        }
        return data instanceof JsonCloudEventData json ? json.getNode() : parse(data.toBytes());
    }

    private static boolean isJson(String type) {
        String media = type.split(";", 2)[0].strip();
        return media.equalsIgnoreCase("application/json") || media.endsWith("+json");
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return CANONICAL.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Fault("/data", "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Fault("/data", "can't be read: " + e.getMessage());
        }
    }

    /** Of what the event says: not of how it was put into a record, nor of the order of its members. */
    private static byte[] digest(CloudEvent event, EventRef ref, JsonNode data) {
        ObjectNode content = CANONICAL.createObjectNode();
        content.put("type", event.getType()).put("time", ref.time().toString()).set("data", data);
        try {
            return MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(content));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a tree has a JSON form and every Java platform has SHA-256", e);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
