package dev.forewarn.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.intake.EventsTopic.Outgoing;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.LifecycleEvent;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this service itself has read somewhere, written to the topic as every publisher's events are, and judged as they are. */
@Singleton
public class OwnEvents {

    private final ObjectMapper mapper;
    private final Decoder decoder;
    private final EventsTopic topic;
    private final IntakeSettings settings;

    OwnEvents(ObjectMapper mapper, Decoder decoder, EventsTopic topic, IntakeSettings settings) {
        this.mapper = mapper;
        this.decoder = decoder;
        this.topic = topic;
        this.settings = settings;
    }

    /** What is wrong with an event; empty if it is in order. */
    public Optional<String> fault(LifecycleEvent event) {
        return judge(written(event)) instanceof Decoded.Rejected rejected
                ? Optional.of(rejected.told())
                : Optional.empty();
    }

    /**
     * Completes once Kafka holds them all; fails if it does not in time, when some may be held.
     *
     * @param events in which there is no {@link #fault}
     */
    public Uni<Void> put(List<? extends LifecycleEvent> events) {
        return topic.put(events.stream().map(this::outgoing).toList());
    }

    private Outgoing outgoing(LifecycleEvent event) {
        Written written = written(event);
        if (judge(written) instanceof Decoded.Accepted accepted) {
            return new Outgoing(accepted.said(), written.bytes(settings.maxEventBytes()));
        }
        throw new IllegalArgumentException("not in order: " + event.ref());
    }

    private Decoded judge(Written written) {
        return decoder.decode(() -> Envelope.structured(written.bytes(settings.maxEventBytes())));
    }

    private Written written(LifecycleEvent event) {
        return new Written(() -> cloudEvent(event));
    }

    private CloudEvent cloudEvent(LifecycleEvent event) {
        CloudEventBuilder built = CloudEventBuilder.v1()
                .withId(event.ref().id())
                .withSource(URI.create(event.ref().source()))
                .withTime(event.ref().time().atOffset(ZoneOffset.UTC));
        if (event instanceof LifecycleEvent.Stated stated) {
            return about(built.withType(Decoder.STATED), stated.key(), mapper.valueToTree(stated.statement()));
        }
        if (event instanceof LifecycleEvent.SourceRead read) {
            Map<String, Object> keys = Map.of("read", read.read(), "missing", read.missing());
            return with(built.withType(Decoder.READ), mapper.valueToTree(keys));
        }
        throw new IllegalArgumentException("nothing is withdrawn by this service itself: " + event.ref());
    }

    private static CloudEvent about(CloudEventBuilder built, CutoffKey key, JsonNode data) {
        return with(built.withSubject(key.subject().toString()), data);
    }

    private static CloudEvent with(CloudEventBuilder built, JsonNode data) {
        return built.withData("application/json", JsonCloudEventData.wrap(data)).build();
    }
}
