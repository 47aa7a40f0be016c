package dev.forewarn.access;

import dev.forewarn.web.Cursor;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Limit;
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
import jakarta.ws.rs.core.Response;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

/** Operators manage the owners. */
@Path(OwnerResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@Tag(name = "Owners")
class OwnerResource {

    static final String PATH = "/v1/owners";
    private static final String CURSOR = "owners";

    private final OwnerStore store;
    private final SecurityIdentity identity;
    private final RegistryCount count;

    OwnerResource(OwnerStore store, SecurityIdentity identity, RegistryCount count) {
        this.store = store;
        this.identity = identity;
        this.count = count;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createOwner", summary = "Make an owner: whose subscriptions and keys can be")
    @APIResponse(responseCode = "201", description = "The owner", content = @Content(schema = @Schema(ref = "Owner")))
    @APIResponse(responseCode = "422", description = "The body has a fault; the problem document points to it")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "OwnerRequest")))
    public Uni<Response> create(@RestHeader(IdempotencyKey.HEADER) @Nullable String key, byte @Nullable [] body) {
        byte[] bytes = JsonBody.bytes(body);
        return count.counted(AccessMetrics.OWNER_CREATED, () -> create(bytes, IdempotencyKey.of(key, PATH, bytes)))
                .map(created -> created.answer(PATH + "/" + created.view().id(), created.view()));
    }

    private Uni<Created<OwnerView>> create(byte[] body, Optional<IdempotencyKey> key) {
        return store.create(name(body), Caller.of(identity).owner(), key);
    }

    @GET
    @Operation(operationId = "listOwners", summary = "All owners, in the order in which they were made")
    @APIResponse(responseCode = "200", description = "A page", content = @Content(schema = @Schema(ref = "OwnerPage")))
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    public Uni<Page<OwnerView>> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int most = Limit.parse(limit);
        return store.list(Cursor.place(CURSOR, cursor), most + 1).map(found -> page(found, most));
    }

    private static Page<OwnerView> page(List<OwnerStore.Listed> found, int limit) {
        return Page.of(found, limit, last -> Cursor.encode(CURSOR, last.place()))
                .map(OwnerStore.Listed::view);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readOwner", summary = "One owner")
    @APIResponse(responseCode = "200", description = "The owner", content = @Content(schema = @Schema(ref = "Owner")))
    @APIResponse(responseCode = "404", description = "There is no such owner")
    public Uni<OwnerView> get(@RestPath String id) {
        return store.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(operationId = "renameOwner", summary = "Give an owner another name")
    @APIResponse(responseCode = "200", description = "The owner", content = @Content(schema = @Schema(ref = "Owner")))
    @APIResponse(responseCode = "404", description = "There is no such owner")
    @APIResponse(responseCode = "422", description = "The body has a fault; the problem document points to it")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "OwnerRequest")))
    public Uni<OwnerView> rename(@RestPath String id, byte @Nullable [] body) {
        return count.counted(AccessMetrics.OWNER_RENAMED, () -> store.rename(id, name(JsonBody.bytes(body))));
    }

    // Its only documents are problems, so that a client may say that it takes nothing else.
    @DELETE
    @Path("/{id}")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "eraseOwner",
            summary = "Erase an owner with its keys, its subscriptions and all that was sent to them",
            description = "Its keys are refused and its subscriptions are sent nothing from then on.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is no such owner")
    @APIResponse(responseCode = "409", description = "It is the owner of what operators make")
    public Uni<Void> erase(@RestPath String id) {
        return count.counted(AccessMetrics.OWNER_ERASED, () -> store.erase(id));
    }

    private static String name(byte[] body) {
        return OwnerBody.read(JsonBody.object(body)).name();
    }
}
