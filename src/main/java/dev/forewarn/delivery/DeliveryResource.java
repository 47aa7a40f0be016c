package dev.forewarn.delivery;

import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** One delivery. */
@Path("/v1/deliveries/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
@Tag(name = "Deliveries")
class DeliveryResource {

    private static final int ACCEPTED = 202;

    private final Retries retries;
    private final SecurityIdentity identity;

    DeliveryResource(Retries retries, SecurityIdentity identity) {
        this.retries = retries;
        this.identity = identity;
    }

    @GET
    @Operation(operationId = "readDelivery", summary = "A delivery with every attempt of it, oldest first")
    @APIResponse(
            responseCode = "200",
            description = "The delivery",
            content = @Content(schema = @Schema(ref = "DeliveryWithAttempts")))
    @APIResponse(responseCode = "404", description = "There is no such delivery, or not any more")
    public Uni<DeliveryDetail> read(@RestPath String id) {
        return retries.read(id, Caller.of(identity).sees());
    }

    @POST
    @Path("retry")
    @ResponseStatus(ACCEPTED)
    @Operation(
            operationId = "retryDelivery",
            summary = "Send it again, or sooner",
            description = "What waits is due now; what has ended waits again, due now, under the same `webhook-id`. One"
                    + " attempt is made in any case; others follow as far as the schedule has any left.")
    @APIResponse(
            responseCode = "202",
            description = "The delivery as it waits, or as it is being sent",
            content = @Content(schema = @Schema(ref = "DeliveryWithAttempts")))
    @APIResponse(responseCode = "404", description = "There is no such delivery, or not any more")
    @APIResponse(
            responseCode = "409",
            description = "The notice is superseded or its deadline has passed, or nothing is sent to the subscription")
    public Uni<DeliveryDetail> retry(@RestPath String id) {
        return retries.retry(id, Caller.of(identity).sees());
    }
}
