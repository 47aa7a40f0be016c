package dev.forewarn.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.access.Bounds;
import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import dev.forewarn.intake.EventsTopic.Outgoing;
import dev.forewarn.ledger.Said;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.quarkus.security.identity.SecurityIdentity;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * For publishers without a Kafka client: events are judged as those from Kafka are, and written there. All of a request
 * are taken, or none.
 */
@Path("/v1/events")
@Tag(name = "Events")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.PUBLISHER, Role.OPERATOR})
@APIResponse(
        responseCode = "200",
        description = "What would follow, if it was asked for by `dryRun=true`",
        content = @Content(schema = @Schema(ref = "Forecast")))
@APIResponse(
        responseCode = "202",
        description = "Taken; what becomes of it is seen in the feed",
        content = @Content(schema = @Schema(ref = "AcceptedEvents")))
@APIResponse(responseCode = "403", description = "The key may not say this; the problem document points to it")
@APIResponse(responseCode = "422", description = "An event has a fault; the problem document points to each")
class EventsResource {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private final Decoder decoder;
    private final EventsTopic topic;
    private final DryRun dryRun;
    private final IntakeSettings settings;
    private final SecurityIdentity identity;

    EventsResource(
            Decoder decoder, EventsTopic topic, DryRun dryRun, IntakeSettings settings, SecurityIdentity identity) {
        this.decoder = decoder;
        this.topic = topic;
        this.dryRun = dryRun;
        this.settings = settings;
        this.identity = identity;
    }

    /** How many events were taken. */
    record Accepted(int accepted) {}

    @POST
    @Consumes(STRUCTURED)
    @Operation(
            operationId = "publishEvents",
            summary = "Publish a CloudEvent, or a batch",
            description =
                    "By the media type: one event in structured mode, a batch of them, or one in binary mode, whose"
                            + " attributes are the headers `ce-…` and whose data is the body. All of a request are taken, or none.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "CloudEvent")))
    public Uni<Response> structured(@RestQuery @Nullable String dryRun, byte[] body) {
        JsonBody.object(body);
        return publish(new Judging().judge("", () -> Envelope.structured(small(body))), dryRun);
    }

    @POST
    @Consumes(BATCH)
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "CloudEventBatch")))
    public Uni<Response> batch(@RestQuery @Nullable String dryRun, byte[] body) {
        JsonNode events = JsonBody.tree(body);
        if (!events.isArray() || events.isEmpty() || events.size() > settings.maxBatch()) {
            throw ProblemException.unprocessable(
                    List.of(Problem.Fault.at("", "must be a list of 1 to " + settings.maxBatch() + " CloudEvents")));
        }
        Judging judging = new Judging();
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            judging.judge("/" + i, () -> Envelope.structured(small(Json.write(event, ""))));
        }
        return publish(judging, dryRun);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Parameter(name = "ce-specversion", in = ParameterIn.HEADER)
    @Parameter(name = "ce-id", in = ParameterIn.HEADER)
    @Parameter(name = "ce-source", in = ParameterIn.HEADER)
    @Parameter(name = "ce-type", in = ParameterIn.HEADER)
    @Parameter(name = "ce-time", in = ParameterIn.HEADER)
    @Parameter(name = "ce-subject", in = ParameterIn.HEADER)
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "EventData")))
    public Uni<Response> binary(@RestQuery @Nullable String dryRun, @Context HttpHeaders headers, byte[] body) {
        if (headers.getHeaderString("ce-specversion") == null) {
            String detail = "is missing: an event in binary mode has its attributes in headers; one in structured mode"
                    + " is sent as " + STRUCTURED + ", a batch as " + BATCH;
            throw ProblemException.parameter("ce-specversion", detail);
        }
        JsonBody.tree(body);
        return publish(new Judging().judge("", () -> read(headers, body)), dryRun);
    }

    private static CloudEvent read(HttpHeaders headers, byte[] body) {
        return Envelope.read(
                name -> headers.getHeaderString("ce-" + name) != null,
                () -> HttpMessageFactory.createReaderFromMultimap(headers.getRequestHeaders(), body)
                        .toEvent());
    }

    /** Before it is looked into: what is too large need not be. */
    private byte[] small(byte[] event) {
        return Written.checked(event, settings.maxEventBytes());
    }

    /** Judges the events of one request as those from Kafka are: what comes to be written has no fault. */
    private final class Judging {
        private final Bounds bounds = Caller.of(identity).bounds();
        private final List<Outgoing> outgoing = new ArrayList<>();
        private final List<String> pointers = new ArrayList<>();
        private final List<Problem.Fault> faults = new ArrayList<>();
        private final List<Problem.Fault> forbidden = new ArrayList<>();

        /** @param pointer to the event in the body */
        Judging judge(String pointer, Supplier<CloudEvent> reader) {
            Written written = new Written(reader);
            Decoded decoded = decoder.decode(() -> Envelope.structured(written.bytes(settings.maxEventBytes())));
            if (decoded instanceof Decoded.Accepted accepted) {
                new Permission(bounds, pointer).lacking(accepted.said().event()).forEach(forbidden::add);
                pointers.add(pointer);
                outgoing.add(new Outgoing(accepted.said(), written.bytes(settings.maxEventBytes())));
            } else if (decoded instanceof Decoded.Rejected why) {
                faults.add(Problem.Fault.at(pointer + why.pointer(), why.reason()));
            }
            return this;
        }
    }

    private Uni<Response> publish(Judging judged, @Nullable String dryRun) {
        boolean dry = isDry(dryRun);
        if (!judged.faults.isEmpty()) {
            throw ProblemException.unprocessable(judged.faults);
        }
        if (!judged.forbidden.isEmpty()) {
            throw ProblemException.forbidden(judged.forbidden);
        }
        return dry ? foretell(judged) : put(judged);
    }

    private static boolean isDry(@Nullable String dryRun) {
        if (dryRun == null || dryRun.equals("false")) {
            return false;
        }
        if (dryRun.equals("true")) {
            return true;
        }
        throw ProblemException.parameter("dryRun", "must be true or false");
    }

    private Uni<Response> foretell(Judging judged) {
        List<Said> said = judged.outgoing.stream().map(Outgoing::said).toList();
        return dryRun.of(said, judged.pointers)
                .map(forecast -> Response.ok(forecast).build());
    }

    private Uni<Response> put(Judging judged) {
        return topic.put(judged.outgoing).replaceWith(() -> Response.status(Status.ACCEPTED)
                .entity(new Accepted(judged.outgoing.size()))
                .build());
    }
}
