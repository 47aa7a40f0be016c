package dev.forewarn.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.access.Role;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * For publishers without a Kafka client: events are judged as those from Kafka are, and written there. All of a request
 * are taken, or none.
 */
@Path("/v1/events")
@Tag(name = "Events")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
class EventsResource {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private final Decoder decoder;
    private final EventsTopic topic;
    private final IntakeSettings settings;
    private final JsonFormat json = new JsonFormat();

    EventsResource(Decoder decoder, EventsTopic topic, IntakeSettings settings) {
        this.decoder = decoder;
        this.topic = topic;
        this.settings = settings;
    }

    /** How many events were taken. */
    record Accepted(int accepted) {}

    @POST
    @Consumes(STRUCTURED)
    @Operation(summary = "Publish a CloudEvent in structured mode")
    @APIResponse(responseCode = "202", description = "Taken; what becomes of it is seen in the feed")
    @APIResponse(responseCode = "422", description = "The event has a fault; the problem document points to it")
    public Uni<Response> structured(byte[] body) {
        JsonBody.object(body);
        return publish(List.of(Posted.of("", body, () -> json.deserialize(body))));
    }

    @POST
    @Consumes(BATCH)
    @Operation(summary = "Publish a batch of CloudEvents: all, or none")
    @APIResponse(responseCode = "202", description = "Taken; what becomes of them is seen in the feed")
    @APIResponse(responseCode = "422", description = "At least one has a fault; the problem document points to each")
    public Uni<Response> batch(byte[] body) {
        JsonNode events = JsonBody.tree(body);
        if (!events.isArray() || events.isEmpty() || events.size() > settings.maxBatch()) {
            throw ProblemException.unprocessable(List.of(
                    Problem.Fault.at("", "must be a list of 1 to " + settings.maxBatch() + " CloudEvents")));
        }
        List<Posted> posted = new ArrayList<>();
        for (JsonNode event : events) {
            byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
            posted.add(Posted.of("/" + posted.size(), bytes, () -> json.deserialize(bytes)));
        }
        return publish(posted);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Publish a CloudEvent in binary mode: its attributes are headers, ce-…")
    @APIResponse(responseCode = "202", description = "Taken; what becomes of it is seen in the feed")
    @APIResponse(responseCode = "422", description = "The event has a fault; the problem document points to it")
    public Uni<Response> binary(@Context HttpHeaders headers, byte[] body) {
        if (headers.getHeaderString("ce-specversion") == null) {
            String detail = "is missing: an event in binary mode has its attributes in headers; one in structured mode"
                    + " is sent as " + STRUCTURED + ", a batch as " + BATCH;
            throw ProblemException.parameter("ce-specversion", detail);
        }
        return publish(List.of(Posted.of("", body, () -> read(headers, body))));
    }

    private static CloudEvent read(HttpHeaders headers, byte[] body) {
        var reader = HttpMessageFactory.createReader(
                each -> headers.getRequestHeaders().forEach((name, values) -> each.accept(name, values.get(0))), body);
        if (reader.getEncoding() != Encoding.BINARY) {
            throw new IllegalArgumentException("it is not in binary mode");
        }
        return reader.toEvent();
    }

    /** An event of a request, read once: the same is judged and written. */
    private record Posted(String pointer, int size, Supplier<CloudEvent> reader) {
        static Posted of(String pointer, byte[] bytes, Supplier<CloudEvent> reader) {
            return new Posted(pointer, bytes.length, reader);
        }
    }

    private Uni<Response> publish(List<Posted> posted) {
        List<Problem.Fault> faults =
                posted.stream().flatMap(event -> fault(event).stream()).toList();
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(faults);
        }
        return topic.put(posted.stream().map(event -> event.reader().get()).toList())
                .replaceWith(() -> Response.status(Status.ACCEPTED)
                        .entity(new Accepted(posted.size()))
                        .build());
    }

    private Optional<Problem.Fault> fault(Posted event) {
        if (event.size() > settings.maxEventBytes()) {
            return Optional.of(Problem.Fault.at(
                    event.pointer(),
                    "has " + event.size() + " bytes: more than " + settings.maxEventBytes() + " are not taken"));
        }
        return decoder.decode(event.reader()) instanceof Decoded.Rejected why
                ? Optional.of(Problem.Fault.at(event.pointer() + why.pointer(), why.reason()))
                : Optional.empty();
    }
}
