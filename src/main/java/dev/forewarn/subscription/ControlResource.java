package dev.forewarn.subscription;

import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What an owner does with a webhook. */
@Path(SubscriptionResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR, Role.SUBSCRIBER})
@Tag(name = "Subscriptions")
class ControlResource {

    private final Handling handling;
    private final SecurityIdentity identity;

    ControlResource(Handling handling, SecurityIdentity identity) {
        this.handling = handling;
        this.identity = identity;
    }

    @POST
    @Path("/{id}/pause")
    @Operation(
            operationId = "pauseSubscription",
            summary = "Send nothing to a webhook until it is resumed",
            description = "What is pending waits, until its own deadline.")
    @APIResponse(
            responseCode = "200",
            description = "The subscription, which is paused",
            content = @Content(schema = @Schema(ref = "Subscription")))
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "409", description = "It is unverified or disabled")
    public Uni<SubscriptionView> pause(@RestPath String id) {
        return handling.pause(id, sees());
    }

    @POST
    @Path("/{id}/resume")
    @Operation(
            operationId = "resumeSubscription",
            summary = "Send to a webhook again that is paused, failing or disabled",
            description = "One that has never answered a ping at its URL is asked first.")
    @APIResponse(
            responseCode = "200",
            description = "The subscription, which is active or unverified",
            content = @Content(schema = @Schema(ref = "Subscription")))
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    public Uni<SubscriptionView> resume(@RestPath String id) {
        return handling.resume(id, sees());
    }

    @POST
    @Path("/{id}/secret/rotate")
    @Operation(
            operationId = "rotateSecret",
            summary = "Give a webhook another secret",
            description =
                    "The answer shows it, once. `{\"overlap\":\"P1D\"}` says for how long the one before signs, too:"
                            + " from `PT0S` to `P7D`, a day if nothing is said. Rotating again within that time keeps only the"
                            + " latest of those before.")
    @APIResponse(
            responseCode = "200",
            description = "The new secret, and until when the one before signs",
            content = @Content(schema = @Schema(ref = "RotatedSecret")))
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "422", description = "The overlap can't be taken")
    @RequestBody(
            required = false,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "RotateRequest")))
    public Uni<Rotated> rotate(@RestPath String id, byte @Nullable [] body) {
        return handling.rotate(id, sees(), body);
    }

    private Optional<Long> sees() {
        return Caller.of(identity).sees();
    }
}
