package dev.forewarn.subscription;

import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.subscription.AcknowledgementStore.Acknowledged;
import dev.forewarn.web.Cursor;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Limit;
import dev.forewarn.web.Members;
import dev.forewarn.web.Page;
import dev.forewarn.web.ProblemException;
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
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** "I have migrated": what a subscription need not be reminded of any more. */
@Path(SubscriptionResource.PATH + "/{id}/acknowledgements")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR, Role.SUBSCRIBER})
@Tag(name = "Subscriptions")
class AcknowledgementResource {

    private static final String CURSOR = "acknowledgements";
    private static final String CUTOFF = "cutoff";

    private final Directory directory;
    private final AcknowledgementStore store;
    private final SecurityIdentity identity;

    AcknowledgementResource(Directory directory, AcknowledgementStore store, SecurityIdentity identity) {
        this.directory = directory;
        this.store = store;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "acknowledgeCutoff",
            summary = "Say that you have migrated: end the reminders of a cutoff",
            description =
                    "`approaching` and `reached` of that cutoff are not sent to this subscription any more, also those that"
                            + " wait: they end `superseded`. If the cutoff's window comes to start earlier than it does now"
                            + " (or to have a date at all), it is reminded of again. Everything else is told as before."
                            + " Saying it twice is saying it once.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "AcknowledgementRequest")))
    @APIResponse(
            responseCode = "200",
            description = "It was acknowledged before, and that still holds",
            content = @Content(schema = @Schema(ref = "Acknowledgement")))
    @APIResponse(
            responseCode = "201",
            description = "The acknowledgement",
            content = @Content(schema = @Schema(ref = "Acknowledgement")))
    @APIResponse(responseCode = "400", description = "The body is not JSON")
    @APIResponse(responseCode = "404", description = "There is no such subscription, or no such cutoff")
    @APIResponse(responseCode = "422", description = "The cutoff is neither an id nor a key")
    public Uni<RestResponse<Acknowledgement>> acknowledge(@RestPath String id, byte @Nullable [] body) {
        CutoffId cutoff = cutoff(JsonBody.bytes(body));
        String by = identity.getPrincipal().getName();
        return directory
                .named(id, sees())
                .flatMap(subscription -> store.put(subscription.id(), cutoff, by))
                .map(acknowledged -> answer(id, acknowledged));
    }

    private static CutoffId cutoff(byte[] body) {
        Members members = new Members(JsonBody.object(body));
        members.allow(List.of(CUTOFF));
        Optional<CutoffId> cutoff = members.required(CUTOFF, CutoffId::named);
        members.check();
        return cutoff.orElseThrow();
    }

    private static RestResponse<Acknowledgement> answer(String id, Acknowledged acknowledged) {
        Acknowledgement made = acknowledged.acknowledgement();
        URI location = URI.create(SubscriptionResource.PATH + "/" + id + "/acknowledgements/" + made.cutoff());
        return acknowledged.made()
                ? RestResponse.ResponseBuilder.<Acknowledgement>created(location)
                        .entity(made)
                        .build()
                : RestResponse.ok(made);
    }

    @GET
    @Operation(operationId = "listAcknowledgements", summary = "What is acknowledged, by whom and when")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(ref = "AcknowledgementPage")))
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    public Uni<Page<Acknowledgement>> list(
            @RestPath String id, @RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int most = Limit.parse(limit);
        String after =
                Optional.ofNullable(cursor).map(AcknowledgementResource::place).orElse("");
        return directory
                .named(id, sees())
                .flatMap(subscription -> store.page(subscription.id(), after, most + 1))
                .map(found -> Page.of(found, most, last -> Cursor.encode(CURSOR, last.cutoff())));
    }

    private static String place(String cursor) {
        try {
            return new CutoffId(String.join("", Cursor.decode(CURSOR, "cursor", cursor))).value();
        } catch (IllegalArgumentException e) {
            throw ProblemException.parameter("cursor", "is not a cursor of this list");
        }
    }

    // Its only documents are problems, so that a client may say that it takes nothing else.
    @DELETE
    @Path("/{cutoff: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "withdrawAcknowledgement",
            summary = "Be reminded of a cutoff again",
            description =
                    "From now on. What ended meanwhile is sent by `replay` or `retry`, while it is of use. The cutoff is"
                            + " named by its id or its key, percent-encoded.")
    @APIResponse(responseCode = "204", description = "It is not acknowledged any more")
    @APIResponse(responseCode = "404", description = "There is no such subscription, or it has not acknowledged that")
    public Uni<Void> withdraw(@RestPath String id, @RestPath String cutoff) {
        return directory.named(id, sees()).flatMap(subscription -> store.drop(subscription.id(), named(cutoff)));
    }

    private static CutoffId named(String text) {
        try {
            return CutoffId.named(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("such acknowledgement");
        }
    }

    private Optional<Long> sees() {
        return Caller.of(identity).sees();
    }
}
