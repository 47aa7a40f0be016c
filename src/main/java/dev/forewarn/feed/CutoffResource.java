package dev.forewarn.feed;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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
    @Parameter(
            name = "subject",
            in = ParameterIn.QUERY,
            description = "`provider/name` or `provider/*`",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "milestone",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "channel",
            in = ParameterIn.QUERY,
            description = "Also takes what holds in every channel",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "region",
            in = ParameterIn.QUERY,
            description = "ISO 3166-1 alpha-2; also takes what holds everywhere",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "upcoming, open, passed, undated or withdrawn. Left out: all but withdrawn.",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "before",
            in = ParameterIn.QUERY,
            description = "Windows that start before this instant, or this date in UTC",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "Windows that start at this instant or date, or later",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "`next` of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page: `{\"items\":[cutoff…],\"next\":\"cursor or null\"}`")
    @APIResponse(
            responseCode = "400",
            description = "A parameter can't be understood",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
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
            content = @Content(schema = @Schema(implementation = CutoffDossier.class)))
    @APIResponse(
            responseCode = "400",
            description = "That is neither an id nor a key",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such cutoff",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Response> read(@PathParam("id") String id, @Context HttpHeaders headers) {
        return cutoffs.one(parse(id)).map(cutoff -> answers.one(cutoff).answer(headers));
    }

    private static CutoffId parse(String id) {
        try {
            return id.contains("/") ? CutoffKey.parse(id).id() : new CutoffId(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.parameter("id", String.valueOf(e.getMessage()));
        }
    }
}
