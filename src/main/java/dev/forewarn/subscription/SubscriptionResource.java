package dev.forewarn.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.access.Caller;
import dev.forewarn.access.IdempotencyKey;
import dev.forewarn.access.Role;
import dev.forewarn.subscription.SubscriptionStore.Registration;
import dev.forewarn.subscription.SubscriptionStore.Standing;
import dev.forewarn.subscription.SubscriptionStore.Wanted;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Page;
import dev.forewarn.web.ProblemException;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

    private final SubscriptionStore store;
    private final TermsReader reader;
    private final Consent consent;
    private final ObjectMapper json;
    private final SubscriptionMetrics metrics;
    private final SecurityIdentity identity;

    SubscriptionResource(
            SubscriptionStore store,
            TermsReader reader,
            Consent consent,
            ObjectMapper json,
            SubscriptionMetrics metrics,
            SecurityIdentity identity) {
        this.store = store;
        this.reader = reader;
        this.consent = consent;
        this.json = json;
        this.metrics = metrics;
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
        Secret secret = Secret.random();
        return counted(() -> store.register(wanted(bytes(body), key, secret)))
                .invoke(made ->
                        metrics.registry(made.before() ? SubscriptionMetrics.REPEATED : SubscriptionMetrics.REGISTERED))
                .invoke(consent::mayBeDue)
                .map(made -> created(made, secret));
    }

    private Wanted wanted(byte[] body, @Nullable String key, Secret secret) {
        Optional<IdempotencyKey> once = IdempotencyKey.of(key, PATH, body);
        Terms terms = reader.read(JsonBody.object(body), Headers.NONE);
        return new Wanted(Caller.of(identity).owner(), terms, secret, once);
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
        Listing listing = Listing.of(cursor, limit, owner, state);
        return store.list(listing, sees()).map(found -> page(found, listing.limit()));
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
        return store.get(id, sees());
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
        return counted(() -> change(id, JsonBody.object(bytes(body))))
                .invoke(() -> metrics.registry(SubscriptionMetrics.CHANGED))
                .invoke(consent::mayBeDue);
    }

    private Uni<SubscriptionView> change(String id, ObjectNode patch) {
        return store.change(id, sees(), standing -> reader.read(merged(standing, patch), standing.headers()));
    }

    /** Headers are merged by their reader: their values stand nowhere in the document. */
    private ObjectNode merged(Standing standing, ObjectNode patch) {
        ObjectNode merged = MergePatch.apply(json.valueToTree(standing.terms()), patch);
        Optional<JsonNode> headers = Optional.ofNullable(patch.get(HeaderReader.MEMBER));
        headers.ifPresent(given -> merged.set(HeaderReader.MEMBER, given));
        return merged;
    }

    // Its only documents are problems, so that a client may say that it takes nothing else.
    @DELETE
    @Path("/{id}")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "deleteSubscription", summary = "Delete a webhook, with all that waits for it")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    public Uni<Void> delete(@RestPath String id) {
        return counted(() -> store.delete(id, sees())).invoke(() -> metrics.registry(SubscriptionMetrics.DELETED));
    }

    private Optional<Long> sees() {
        return Caller.of(identity).sees();
    }

    private <T> Uni<T> counted(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .<T>deferred(work)
                .onFailure(ProblemException.class)
                .invoke(() -> metrics.registry(SubscriptionMetrics.REFUSED));
    }

    private static byte[] bytes(byte @Nullable [] body) {
        return Optional.ofNullable(body).orElseGet(() -> new byte[0]);
    }

    private static RestResponse<Registered> created(Registration made, Secret secret) {
        URI location = URI.create(PATH + "/" + made.view().id());
        Optional<String> told = made.before() ? Optional.empty() : Optional.of(secret.told());
        RestResponse.ResponseBuilder<Registered> answer =
                RestResponse.ResponseBuilder.<Registered>created(location).entity(new Registered(made.view(), told));
        return made.before() ? answer.header(IdempotencyKey.REPLAYED, true).build() : answer.build();
    }

    private static Page<SubscriptionView> page(List<SubscriptionStore.Listed> found, int limit) {
        Page<SubscriptionStore.Listed> page = Page.of(found, limit, last -> Listing.cursor(last.place()));
        return new Page<>(
                page.items().stream().map(SubscriptionStore.Listed::view).toList(), page.next());
    }
}
