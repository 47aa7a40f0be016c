package dev.forewarn.feed;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The feed for feed readers. */
@Path("/v1/notices.atom")
@Tag(name = "Notices")
@PermitAll
class AtomResource {

    private static final int SECONDS = 60;

    private final AtomStore store;
    private final AtomFeed feed;
    private final FeedSettings settings;

    AtomResource(AtomStore store, AtomFeed feed, FeedSettings settings) {
        this.store = store;
        this.feed = feed;
        this.settings = settings;
    }

    @GET
    @Produces(AtomFeed.MEDIA_TYPE)
    @Operation(
            operationId = "readAtomFeed",
            summary = "The feed as Atom, newest first",
            description =
                    "An entry for each notice. The links `next` and `prev-archive` lead to older ones (RFC 5005).")
    @Parameter(name = "before", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "subject", in = ParameterIn.QUERY)
    @Parameter(name = "kind", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "A page of the feed",
            content = @Content(mediaType = AtomFeed.MEDIA_TYPE, schema = @Schema(ref = "AtomFeed")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    @APIResponse(
            responseCode = "410",
            description = "The cursor is of a feed that was replaced by a restore from a backup")
    public Uni<Response> read(@Context UriInfo uri, @Context HttpHeaders headers) {
        AtomQuery query = AtomQuery.of(Parameters.of(uri, AtomQuery.PARAMETERS), settings);
        return store.read(query)
                .invoke(found -> query.before().ifPresent(place -> place.requireIn(found.epoch(), found.newest())))
                // Writing a thousand entries is no work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> Representation.aged(feed.write(uri, query, found), AtomFeed.MEDIA_TYPE, SECONDS))
                .map(page -> (query.before().isPresent() ? page.forEver() : page).answer(headers));
    }
}
