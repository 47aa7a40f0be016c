package dev.forewarn.access;

import dev.forewarn.web.Cursor;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Limit;
import dev.forewarn.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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

/** Operators manage everybody's keys, and an owner its subscribers'. */
@Path(KeyResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
@Tag(name = "Keys")
class KeyResource {

    static final String PATH = "/v1/keys";
    private static final String CURSOR = "keys";

    private final KeyStore store;
    private final KeyTermsReader reader;
    private final SecurityIdentity identity;
    private final RegistryCount count;

    KeyResource(KeyStore store, KeyTermsReader reader, SecurityIdentity identity, RegistryCount count) {
        this.store = store;
        this.reader = reader;
        this.identity = identity;
        this.count = count;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "issueKey",
            summary = "Make a key",
            description = "The answer is the only one that shows it. A subscriber may make keys of its own owner that"
                    + " subscribe, an operator any. A publisher's key must say for whom it may speak.")
    @APIResponse(responseCode = "201", description = "The key", content = @Content(schema = @Schema(ref = "IssuedKey")))
    @APIResponse(responseCode = "409", description = "The owner has as many keys as it may have")
    @APIResponse(responseCode = "422", description = "The body has a fault; the problem document points to it")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "KeyRequest")))
    public Uni<Response> issue(@RestHeader(IdempotencyKey.HEADER) @Nullable String key, byte @Nullable [] body) {
        byte[] bytes = JsonBody.bytes(body);
        Credential credential = Credential.random();
        return count.counted(
                        AccessMetrics.KEY_ISSUED, () -> issue(bytes, credential, IdempotencyKey.of(key, PATH, bytes)))
                .map(created -> answer(created, credential));
    }

    private Uni<Created<KeyView>> issue(byte[] body, Credential credential, Optional<IdempotencyKey> key) {
        Caller caller = Caller.of(identity);
        KeyTerms terms = reader.read(JsonBody.object(body));
        terms.requireOf(caller);
        return store.issue(caller, terms, credential.digest(), key);
    }

    private static Response answer(Created<KeyView> created, Credential credential) {
        KeyView view = created.view();
        return created.answer(
                PATH + "/" + view.id(), created.replayed() ? view : new IssuedKey(view, credential.told()));
    }

    @GET
    @Operation(operationId = "listKeys", summary = "Keys, in the order in which they were made")
    @APIResponse(responseCode = "200", description = "A page", content = @Content(schema = @Schema(ref = "KeyPage")))
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    public Uni<Page<KeyView>> list(
            @RestQuery @Nullable String owner, @RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int most = Limit.parse(limit);
        long after = Cursor.place(CURSOR, cursor);
        return store.list(Caller.of(identity), Optional.ofNullable(owner), after, most + 1)
                .map(found -> page(found, most));
    }

    private static Page<KeyView> page(List<KeyStore.Listed> found, int limit) {
        return Page.of(found, limit, last -> Cursor.encode(CURSOR, last.place()))
                .map(KeyStore.Listed::view);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readKey", summary = "One key, without the key itself")
    @APIResponse(responseCode = "200", description = "The key", content = @Content(schema = @Schema(ref = "Key")))
    @APIResponse(responseCode = "404", description = "There is no such key")
    public Uni<KeyView> get(@RestPath String id) {
        return store.get(Caller.of(identity), id);
    }

    // Its only documents are problems, so that a client may say that it takes nothing else.
    @DELETE
    @Path("/{id}")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "revokeKey", summary = "Revoke a key: it is refused from now on")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is no such key")
    public Uni<Void> revoke(@RestPath String id) {
        return count.counted(AccessMetrics.KEY_REVOKED, () -> store.revoke(Caller.of(identity), id));
    }
}
