package dev.forewarn.delivery;

import dev.forewarn.access.Caller;
import dev.forewarn.access.Role;
import dev.forewarn.notice.Schedules;
import dev.forewarn.notice.Upcoming;
import dev.forewarn.subscription.Directory;
import dev.forewarn.subscription.Filters;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Limit;
import dev.forewarn.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What will be sent, and when: to a subscription, or to one that might be registered. */
@Path("/v1/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
@Tag(name = "Subscriptions")
class ScheduleResource {

    private final Directory directory;
    private final Filters filters;
    private final Schedules schedules;
    private final SecurityIdentity identity;

    ScheduleResource(Directory directory, Filters filters, Schedules schedules, SecurityIdentity identity) {
        this.directory = directory;
        this.filters = filters;
        this.schedules = schedules;
        this.identity = identity;
    }

    @GET
    @Path("/{id}/schedule")
    @Operation(
            operationId = "readSchedule",
            summary = "What a webhook will be sent and when, if nothing changes",
            description =
                    "Every reminder that it picks of every cutoff that it takes, and `reached` of what is promised, soonest"
                            + " first. What it has acknowledged is marked, and is not sent. So is nothing while it is not active.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(ref = "UpcomingNoticePage")))
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    @APIResponse(responseCode = "404", description = "There is no such subscription")
    public Uni<Page<Upcoming>> read(
            @RestPath String id, @RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int most = Limit.parse(limit);
        Optional<String> after = Optional.ofNullable(cursor);
        return directory.named(id, Caller.of(identity).sees()).flatMap(subscription -> filters.of(subscription.id())
                .flatMap(filter -> schedules.page(filter, Optional.of(subscription.id()), after, most)));
    }

    @POST
    @Path("/preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "previewSubscription",
            summary = "What a webhook with these filters would be sent and when",
            description =
                    "Takes the body of a registration, of which only the filters count, and registers nothing. The answer is"
                            + " as that of `/v1/subscriptions/{id}/schedule`.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "PreviewRequest")))
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(ref = "UpcomingNoticePage")))
    @APIResponse(responseCode = "400", description = "The body is not JSON, or a parameter can't be understood")
    @APIResponse(responseCode = "422", description = "The body can't be taken: `errors` points to every fault")
    public Uni<Page<Upcoming>> preview(
            byte @Nullable [] body, @RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        return schedules.page(
                Filters.read(JsonBody.bytes(body)), Optional.empty(), Optional.ofNullable(cursor), Limit.parse(limit));
    }
}
