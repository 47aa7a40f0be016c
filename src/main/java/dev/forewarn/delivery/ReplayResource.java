package dev.forewarn.delivery;

import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import dev.forewarn.web.JsonBody;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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

    private final Replaying replaying;
    private final SecurityIdentity identity;

    ReplayResource(Replaying replaying, SecurityIdentity identity) {
        this.replaying = replaying;
        this.identity = identity;
    }

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
    public Uni<Replaying.Begun> replay(@RestPath String id, byte @Nullable [] body) {
        return replaying.begin(id, Caller.of(identity).sees(), JsonBody.bytes(body));
    }
}
