package dev.forewarn.feed;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The feed as Server-Sent Events. */
@Path("/v1/notices/stream")
@Tag(name = "Notices")
@PermitAll
class StreamResource {

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private final Streams streams;

    StreamResource(Streams streams) {
        this.streams = streams;
    }

    @GET
    @Produces(EventStream.MEDIA_TYPE)
    @Operation(
            operationId = "streamFeed",
            summary = "The feed as Server-Sent Events",
            description =
                    "An event for each notice, oldest first, and then as they are raised: `event` is its type, `data` the"
                            + " bytes that were pushed, `id` its place. A browser's `EventSource` reconnects by itself"
                            + " and misses nothing. While nothing is raised, a comment is sent now and then.")
    @Parameter(name = "after", in = ParameterIn.QUERY)
    @Parameter(name = LAST_EVENT_ID, in = ParameterIn.HEADER)
    @Parameter(name = "subject", in = ParameterIn.QUERY)
    @Parameter(name = "kind", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "Events without end",
            content = @Content(mediaType = EventStream.MEDIA_TYPE, schema = @Schema(ref = "EventStream")))
    @APIResponse(responseCode = "400", description = "A parameter or the header can't be understood")
    @APIResponse(
            responseCode = "410",
            description = "The place is in a feed that was replaced by a restore from a backup")
    @APIResponse(responseCode = "503", description = "Too many streams are open, or the database can't be reached")
    public Uni<Response> read(@Context UriInfo uri, @Context HttpHeaders headers, @Context Request request) {
        FeedQuery query = FeedQuery.streamed(Parameters.of(uri, FeedQuery.STREAM_PARAMETERS), lastSeen(headers));
        boolean asksOnly = request.getMethod().equals(HttpMethod.HEAD);
        return streams.open(query).map(stream -> answer(asksOnly ? Response.ok() : Response.ok(stream)));
    }

    private static Response answer(Response.ResponseBuilder answer) {
        return answer.type(EventStream.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                // Proxies of the nginx family would gather events before they pass them on.
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static String lastSeen(HttpHeaders headers) {
        String header = headers.getHeaderString(LAST_EVENT_ID);
        return header == null ? "" : header.strip();
    }
}
