package dev.forewarn.feed;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.web.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Cutoffs for calendars. */
@Path("/v1/calendar.ics")
@Tag(name = "Cutoffs")
@PermitAll
class CalendarResource {

    private static final int SECONDS = 300;

    /** A calendar can't turn pages, and one from which something is left out tells a lie. */
    private static final int MAX_EVENTS = 2_000;

    private final CalendarStore store;
    private final CalendarFile file;
    private final CalendarClock calendar;
    private final FeedSettings settings;

    CalendarResource(CalendarStore store, CalendarFile file, CalendarClock calendar, FeedSettings settings) {
        this.store = store;
        this.file = file;
        this.calendar = calendar;
        this.settings = settings;
    }

    @GET
    @Produces(CalendarFile.MEDIA_TYPE)
    @Operation(
            operationId = "readCalendar",
            summary = "Cutoffs as iCalendar, for calendars to subscribe to",
            description =
                    "An event for each cutoff that has a date, with an alarm for each lead time while it is ahead."
                            + " One that was withdrawn is shown as cancelled, where it stood last.")
    @Parameter(name = "subject", in = ParameterIn.QUERY)
    @Parameter(name = "milestone", in = ParameterIn.QUERY)
    @Parameter(name = "channel", in = ParameterIn.QUERY)
    @Parameter(name = "region", in = ParameterIn.QUERY)
    @Parameter(name = "status", in = ParameterIn.QUERY)
    @Parameter(name = "before", in = ParameterIn.QUERY)
    @Parameter(name = "after", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "The calendar",
            content = @Content(mediaType = CalendarFile.MEDIA_TYPE, schema = @Schema(ref = "Calendar")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(
            responseCode = "400",
            description = "A parameter can't be understood, or more cutoffs match than a calendar may hold")
    public Uni<Response> read(@Context UriInfo uri, @Context HttpHeaders headers) {
        CutoffQuery query = CutoffQuery.forCalendar(Parameters.of(uri, CutoffQuery.CALENDAR_PARAMETERS), settings);
        Instant now = calendar.instant();
        return store.read(query, now, MAX_EVENTS + 1)
                .invoke(CalendarResource::requireFew)
                // Writing thousands of events and alarms is no work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(cutoffs -> file.write(cutoffs, now))
                .map(bytes -> Representation.aged(bytes, CalendarFile.MEDIA_TYPE + ";charset=UTF-8", SECONDS)
                        .answer(headers));
    }

    private static void requireFew(List<CalendarStore.Dated> cutoffs) {
        if (cutoffs.size() > MAX_EVENTS) {
            throw Problem.of(
                            Status.BAD_REQUEST,
                            "More than " + MAX_EVENTS + " cutoffs match, and a calendar holds no more: ask for some"
                                    + " subjects, or for those after= a date.")
                    .exception();
        }
    }
}
