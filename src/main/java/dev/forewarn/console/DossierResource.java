package dev.forewarn.console;

import dev.forewarn.feed.Stories;
import dev.forewarn.ledger.PublicUrl;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** Shows all there is to tell of one cutoff, or of one subject. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@PermitAll
class DossierResource {

    private final Stories stories;
    private final Frames frames;
    private final Pages pages;
    private final String base;

    DossierResource(Stories stories, Frames frames, Pages pages, PublicUrl url) {
        this.stories = stories;
        this.frames = frames;
        this.pages = pages;
        this.base = url.base();
    }

    @GET
    @Path("cutoffs/{id: .+}")
    public Uni<Response> cutoff(@PathParam("id") String id, @Context HttpHeaders headers, @Context Request request) {
        Frame frame = frames.of(Section.HORIZON, headers);
        return stories.cutoff(id)
                .map(story -> CutoffPage.of(frame, story, base))
                .chain(page -> pages.show(page, request));
    }

    @GET
    @Path("subjects/{provider}/{name: .+}")
    public Uni<Response> subject(
            @PathParam("provider") String provider,
            @PathParam("name") String name,
            @Context HttpHeaders headers,
            @Context Request request) {
        Frame frame = frames.of(Section.HORIZON, headers);
        return stories.subject(provider, name)
                .map(story -> SubjectPage.of(frame, story, base))
                .chain(page -> pages.show(page, request));
    }
}
