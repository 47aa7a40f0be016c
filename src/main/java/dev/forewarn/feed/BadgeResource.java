package dev.forewarn.feed;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.SubjectId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The nearest cutoff of a subject as an image, for READMEs. */
@Path("/v1/badge")
@Tag(name = "Subjects")
@PermitAll
class BadgeResource {

    private static final int SECONDS = 300;

    private final SubjectStore subjects;
    private final CutoffStore cutoffs;
    private final CalendarClock calendar;

    BadgeResource(SubjectStore subjects, CutoffStore cutoffs, CalendarClock calendar) {
        this.subjects = subjects;
        this.cutoffs = cutoffs;
        this.calendar = calendar;
    }

    @GET
    @Path("{provider}/{name: .+}.svg")
    @Produces(BadgeImage.MEDIA_TYPE)
    @Operation(
            operationId = "readBadge",
            summary = "The nearest cutoff of a subject as an image",
            description =
                    "For a subject that is not known there is a badge, too, which says so: where images are shown,"
                            + " nobody reads problem documents.")
    @Parameter(name = "milestone", in = ParameterIn.QUERY)
    @Parameter(name = "channel", in = ParameterIn.QUERY)
    @Parameter(name = "region", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "The badge",
            content = @Content(mediaType = BadgeImage.MEDIA_TYPE, schema = @Schema(ref = "Badge")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(
            responseCode = "400",
            description = "That is not the id of a subject, or a parameter can't be understood")
    public Uni<Response> read(
            @PathParam("provider") String provider,
            @PathParam("name") String name,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        SubjectId id = Stories.subjectId(provider, name);
        CutoffQuery query = CutoffQuery.of(id, Parameters.of(uri, CutoffQuery.BADGE_PARAMETERS));
        return subjects.one(id)
                .chain(found -> found.map(subject -> badge(subject, query))
                        .orElseGet(() -> Uni.createFrom().item(Badge.unknown(id.toString()))))
                .map(BadgeImage::of)
                .map(image -> Representation.aged(image, BadgeImage.MEDIA_TYPE, SECONDS)
                        .answer(headers));
    }

    private Uni<Badge> badge(DescribedSubject subject, CutoffQuery query) {
        Instant now = calendar.instant();
        return cutoffs.list(query, now).map(page -> Badge.of(subject.name(), page.items(), now));
    }
}
