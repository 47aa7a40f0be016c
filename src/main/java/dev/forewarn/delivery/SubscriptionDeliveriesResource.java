package dev.forewarn.delivery;

import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import dev.forewarn.subscription.Directory;
import dev.forewarn.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What one subscription was sent, and what waits to be. */
@Path("/v1/subscriptions/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
@Tag(name = "Deliveries")
class SubscriptionDeliveriesResource {

    private final Directory directory;
    private final DeliveryViews views;
    private final SecurityIdentity identity;

    SubscriptionDeliveriesResource(Directory directory, DeliveryViews views, SecurityIdentity identity) {
        this.directory = directory;
        this.views = views;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "listDeliveries",
            summary = "The deliveries of a subscription, newest notice first",
            description = "Each with its last attempt; `GET /v1/deliveries/{id}` has all of them. Deliveries that have"
                    + " ended are kept for 30 days after their notice was raised, unless configured otherwise.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(ref = "DeliveryPage")))
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    public Uni<Page<DeliveryView>> list(
            @RestPath String id,
            @RestQuery @Nullable String state,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        DeliveryListing listing = DeliveryListing.of(id, cursor, limit, state);
        return directory
                .named(id, Caller.of(identity).sees())
                .flatMap(subscription -> views.page(subscription, listing));
    }
}
