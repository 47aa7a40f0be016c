package dev.forewarn.delivery;

import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import dev.forewarn.subscription.Directory;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Members;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Sends a subscription what it has missed. */
@Path("/v1/subscriptions/{id}/replay")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
@Tag(name = "Subscriptions")
class ReplayResource {

    private static final int ACCEPTED = 202;
    private static final String SINCE = "since";
    // For the way of a request that asks for all that is kept.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Directory directory;
    private final Replays replays;
    private final DeliverySettings settings;
    private final InstantSource wall;
    private final SecurityIdentity identity;

    ReplayResource(
            Directory directory,
            Replays replays,
            DeliverySettings settings,
            InstantSource wall,
            SecurityIdentity identity) {
        this.directory = directory;
        this.replays = replays;
        this.settings = settings;
        this.wall = wall;
        this.identity = identity;
    }

    /** What is replayed. */
    record Replaying(String subscription, Instant since) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(ACCEPTED)
    @Operation(
            operationId = "replaySubscription",
            summary = "Send what was missed",
            description =
                    "Sends, once, every notice raised since then that is still of use, that the subscription takes"
                            + " as it stands now and that has not arrived: what failed, what expired with time left, and what"
                            + " it was not told while it was paused or disabled or took something else. It goes on by itself,"
                            + " also after a restart; asked for again meanwhile, it begins at the earlier of both instants.")
    @APIResponse(
            responseCode = "202",
            description = "It has begun",
            content = @Content(schema = @Schema(ref = "Replay")))
    @APIResponse(responseCode = "400", description = "The body is not JSON")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(
            responseCode = "409",
            description = "Nothing is sent to the subscription: it is neither active nor failing")
    @APIResponse(
            responseCode = "422",
            description = "The instant is none, in the future, or longer ago than deliveries are kept")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ReplayRequest")))
    public Uni<Replaying> replay(@RestPath String id, byte @Nullable [] body) {
        Instant since = since(Optional.ofNullable(body).orElseGet(() -> new byte[0]));
        return directory
                .named(id, Caller.of(identity).sees())
                .invoke(Retries::checkSentTo)
                .call(subscription -> replays.ask(subscription.id(), since))
                .map(subscription -> new Replaying(subscription.publicId(), since));
    }

    /** The body of the request. */
    record Since(Instant since) {}

    private Instant since(byte[] body) {
        Members members = new Members(JsonBody.object(body));
        members.allow(List.of(SINCE));
        Optional<Instant> since = members.required(SINCE, this::since);
        members.check();
        return since.orElseThrow();
    }

    private Instant since(String text) {
        Instant now = wall.instant();
        Instant since = instant(text);
        if (since.isAfter(now)) {
            throw new IllegalArgumentException("is in the future");
        }
        if (since.isBefore(now.minus(settings.keep()).minus(SLACK))) {
            throw new IllegalArgumentException(
                    "is longer ago than " + settings.keep() + ", for which deliveries are kept");
        }
        return since;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be an instant such as 2026-09-24T17:00:00Z", e);
        }
    }
}
