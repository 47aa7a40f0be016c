package dev.forewarn.subscription;

import dev.forewarn.access.Caller;
import dev.forewarn.access.IdempotencyKey;
import dev.forewarn.access.Role;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The registry of webhooks. */
@Path(SubscriptionResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR, Role.SUBSCRIBER})
@Tag(name = "Subscriptions")
class SubscriptionResource {

    static final String PATH = "/v1/subscriptions";

    private final Registry registry;
    private final SecurityIdentity identity;

    SubscriptionResource(Registry registry, SecurityIdentity identity) {
        this.registry = registry;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "registerSubscription",
            summary = "Register a webhook",
            description =
                    "The answer shows the secret, once. Its receiver is asked by a ping whether it wants to be sent"
                            + " to; nothing else is sent before it has answered with a 2xx.")
    @APIResponse(
            responseCode = "201",
            description = "The subscription, with its secret",
            content = @Content(schema = @Schema(ref = "RegisteredSubscription")))
    @APIResponse(responseCode = "400", description = "The body is not JSON, or the `Idempotency-Key` can't be taken")
    @APIResponse(responseCode = "409", description = "The owner has as many subscriptions as it may have")
    @APIResponse(responseCode = "422", description = "The body can't be taken: `errors` points to every fault")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "SubscriptionRequest")))
    public Uni<RestResponse<Registered>> register(
            byte @Nullable [] body, @RestHeader(IdempotencyKey.HEADER) @Nullable String key) {
        return registry.register(Caller.of(identity).owner(), JsonBody.bytes(body), key)
                .map(SubscriptionResource::created);
    }

    private static RestResponse<Registered> created(Registered made) {
        URI location = URI.create(PATH + "/" + made.subscription().id());
        RestResponse.ResponseBuilder<Registered> answer =
                RestResponse.ResponseBuilder.<Registered>created(location).entity(made);
        return made.secret().isPresent()
                ? answer.build()
                : answer.header(IdempotencyKey.REPLAYED, true).build();
    }

    @GET
    @Operation(operationId = "listSubscriptions", summary = "Webhooks, in the order in which they were registered")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(ref = "SubscriptionPage")))
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    public Uni<Page<SubscriptionView>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String owner,
            @RestQuery @Nullable String state) {
        return registry.list(Listing.of(cursor, limit, owner, state), sees());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readSubscription", summary = "One webhook, without its secret")
    @APIResponse(
            responseCode = "200",
            description = "The subscription",
            content = @Content(schema = @Schema(ref = "Subscription")))
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    public Uni<SubscriptionView> get(@RestPath String id) {
        return registry.get(id, sees());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "changeSubscription",
            summary = "Change what is said of a webhook: a JSON Merge Patch (RFC 7396)",
            description = "Another URL is asked by a ping before anything else is sent to it.")
    @APIResponse(
            responseCode = "200",
            description = "The subscription as it stands now",
            content = @Content(schema = @Schema(ref = "Subscription")))
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    @APIResponse(responseCode = "422", description = "The body can't be taken: `errors` points to every fault")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "SubscriptionPatch")))
    public Uni<SubscriptionView> change(@RestPath String id, byte @Nullable [] body) {
        return registry.change(id, sees(), JsonBody.bytes(body));
    }

    // Its only documents are problems, so that a client may say that it takes nothing else.
    @DELETE
    @Path("/{id}")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "deleteSubscription", summary = "Delete a webhook, with all that waits for it")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    public Uni<Void> delete(@RestPath String id) {
        return registry.delete(id, sees());
    }

    private Optional<Long> sees() {
        return Caller.of(identity).sees();
    }
}
