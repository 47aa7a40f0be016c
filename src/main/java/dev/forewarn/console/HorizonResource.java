package dev.forewarn.console;

import dev.forewarn.feed.Facets;
import dev.forewarn.feed.OutlookQuery;
import dev.forewarn.feed.Outlooks;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Shows what is coming: where the console begins. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@PermitAll
class HorizonResource {

    private final Outlooks outlooks;
    private final Facets facets;
    private final Frames frames;
    private final Pages pages;

    HorizonResource(Outlooks outlooks, Facets facets, Frames frames, Pages pages) {
        this.outlooks = outlooks;
        this.facets = facets;
        this.frames = frames;
        this.pages = pages;
    }

    @GET
    public Uni<Response> show(@Context UriInfo uri, @Context HttpHeaders headers, @Context Request request) {
        OutlookQuery query = OutlookQuery.of(uri);
        Frame frame = frames.of(Section.HORIZON, headers);
        return Uni.combine()
                .all()
                .unis(outlooks.of(query), facets.known())
                .with((outlook, known) -> HorizonPage.of(frame, query, outlook, known))
                .chain(page -> pages.show(page, request));
    }
}
