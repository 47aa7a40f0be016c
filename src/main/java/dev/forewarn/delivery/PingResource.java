package dev.forewarn.delivery;

import dev.forewarn.access.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A ping that an owner asks for. */
@Path("/v1/subscriptions/{id}/ping")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
@Tag(name = "Subscriptions")
class PingResource {

    private final Asking asking;
    private final SecurityIdentity identity;

    PingResource(Asking asking, SecurityIdentity identity) {
        this.asking = asking;
        this.identity = identity;
    }

    @POST
    @Operation(
            operationId = "pingSubscription",
            summary = "Send a ping",
            description = "Sends a signed webhook of type `ping` and tells what it came to. An unverified subscription"
                    + " becomes active if the receiver takes it; any other stays as it is.")
    @APIResponse(
            responseCode = "200",
            description = "The ping was sent, whatever it came to",
            content = @Content(schema = @Schema(ref = "PingResult")))
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(
            responseCode = "429",
            description = "So many pings are not sent to one host, or for one owner; the detail says how many are")
    public Uni<Asking.Pinged> ping(@RestPath String id) {
        return asking.ask(id, identity);
    }
}
