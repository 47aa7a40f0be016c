package dev.forewarn.access;

import dev.forewarn.web.Cursor;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Limit;
import dev.forewarn.web.MergePatch;
import dev.forewarn.web.Page;
import dev.forewarn.web.Problem;
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
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
@APIResponse(
        responseCode = "401",
        description = "There is no key, or it is not known",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "403",
        description = "The key is not an operator's",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
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
    @Parameter(
            name = IdempotencyKey.HEADER,
            in = ParameterIn.HEADER,
            description = "Asked again with the same within a day, it is made once",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255))
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = OwnerBody.class)))
    @APIResponse(
            responseCode = "201",
            description = "The owner",
            content = @Content(schema = @Schema(implementation = OwnerView.class)))
    @APIResponse(
            responseCode = "422",
            description = "The body has a fault; the problem document points to it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
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
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "The `next` of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @APIResponse(responseCode = "200", description = "A page: `{\"items\":[owner…],\"next\":\"cursor or null\"}`")
    @APIResponse(
            responseCode = "400",
            description = "A parameter can't be understood",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
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
    @APIResponse(
            responseCode = "200",
            description = "The owner",
            content = @Content(schema = @Schema(implementation = OwnerView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such owner",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<OwnerView> get(@RestPath String id) {
        return store.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(operationId = "renameOwner", summary = "Give an owner another name")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = OwnerBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "The owner",
            content = @Content(schema = @Schema(implementation = OwnerView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such owner",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "The body has a fault; the problem document points to it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<OwnerView> rename(@RestPath String id, byte @Nullable [] body) {
        return count.counted(AccessMetrics.OWNER_RENAMED, () -> store.rename(id, name(JsonBody.bytes(body))));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "eraseOwner",
            summary = "Erase an owner with its keys, its subscriptions and all that was sent to them",
            description = "Its keys are refused and its subscriptions are sent nothing from then on.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(
            responseCode = "404",
            description = "There is no such owner",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "It is the owner of what operators make",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Void> erase(@RestPath String id) {
        return count.counted(AccessMetrics.OWNER_ERASED, () -> store.erase(id));
    }

    private static String name(byte[] body) {
        return OwnerBody.read(JsonBody.object(body)).name();
    }
}
