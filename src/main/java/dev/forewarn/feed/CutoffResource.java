package dev.forewarn.feed;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Cutoffs as they stand now. */
@Path("/v1/cutoffs")
@Tag(name = "Cutoffs")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class CutoffResource {

    private final Cutoffs cutoffs;
    private final FeedSettings settings;
    private final Answers answers;

    CutoffResource(Cutoffs cutoffs, FeedSettings settings, Answers answers) {
        this.cutoffs = cutoffs;
        this.settings = settings;
        this.answers = answers;
    }

    @GET
    @Operation(
            operationId = "listCutoffs",
            summary = "Cutoffs by the start of their window, undated ones last",
            description =
                    "Filters may be repeated, `before` and `after` excepted; a parameter that is not known is refused.")
    @Parameter(name = "subject", in = ParameterIn.QUERY)
    @Parameter(name = "milestone", in = ParameterIn.QUERY)
    @Parameter(name = "channel", in = ParameterIn.QUERY)
    @Parameter(name = "region", in = ParameterIn.QUERY)
    @Parameter(name = "status", in = ParameterIn.QUERY)
    @Parameter(name = "before", in = ParameterIn.QUERY)
    @Parameter(name = "after", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(responseCode = "200", description = "A page", content = @Content(schema = @Schema(ref = "CutoffPage")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        CutoffQuery query = CutoffQuery.of(Parameters.of(uri, CutoffQuery.PARAMETERS), settings);
        return cutoffs.list(query).map(page -> answers.page(uri, page).answer(headers));
    }

    @GET
    @Path("{id: .+}")
    @Operation(
            operationId = "readCutoff",
            summary = "A cutoff with its claims, conflicts, history and schedule",
            description = "The id may also be the cutoff's key, percent-encoded.")
    @APIResponse(
            responseCode = "200",
            description = "The cutoff",
            content = @Content(schema = @Schema(ref = "CutoffDossier")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(responseCode = "400", description = "That is neither an id nor a key")
    @APIResponse(responseCode = "404", description = "There is no such cutoff")
    public Uni<Response> read(@PathParam("id") String id, @Context HttpHeaders headers) {
        return cutoffs.one(Stories.parse(id)).map(cutoff -> answers.one(cutoff).answer(headers));
    }
}
