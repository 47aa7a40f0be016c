package dev.forewarn.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.ledger.Said;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.EventRef;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.SubjectId;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.jackson.JsonCloudEventData;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

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

    private static final Logger LOG = Logger.getLogger(Decoder.class);

    static final String STATED = "dev.forewarn.cutoff.stated.v1";
    static final String WITHDRAWN = "dev.forewarn.cutoff.withdrawn.v1";
    static final String READ = "dev.forewarn.source.read.v1";

    private static final Duration MAX_AHEAD = Duration.ofDays(1);

    private final InstantSource calendar;
    private final InstantSource wall;

    @Inject
    Decoder(CalendarClock calendar, InstantSource wall) {
        this((InstantSource) calendar, wall);
    }

    Decoder(InstantSource calendar, InstantSource wall) {
        this.calendar = calendar;
        this.wall = wall;
    }

    /** @param reader reads the envelope, see {@link Envelope} */
    Decoded decode(Supplier<CloudEvent> reader) {
        try {
            return new Decoded.Accepted(said(reader.get()));
        } catch (Fault fault) {
            return fault.rejected();
        } catch (RuntimeException e) {
            // A fault of ours: it must stop neither the records behind this one nor the events beside it.
            LOG.error("an event can't be read", e);
            return new Decoded.Rejected("", "can't be read");
        }
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

    private static Statement about(CloudEvent event, Statement statement) {
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
        return data instanceof JsonCloudEventData json ? json.getNode() : Json.read(data.toBytes(), "/data");
    }

    private static boolean isJson(String type) {
        String media = type.split(";", 2)[0].strip();
        return media.equalsIgnoreCase("application/json") || media.endsWith("+json");
    }

    /** Of what the event says: not of how it was put into a record, nor of the order of its members. */
    private static byte[] digest(CloudEvent event, EventRef ref, JsonNode data) {
        ObjectNode content = Json.object();
        content.put("type", event.getType()).put("time", ref.time().toString()).set("data", data);
        return sha256(Json.write(content, "/data"));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
