package dev.forewarn.feed;

import dev.forewarn.web.JsonBody;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whether what somebody uses goes on: for CI jobs, agents, and people who read their logs. */
@Path("/v1/check")
@Tag(name = "Check")
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
@PermitAll
class CheckResource {

    private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=UTF-8";

    private final Check check;
    private final Answers answers;

    CheckResource(Check check, Answers answers) {
        this.check = check;
        this.answers = answers;
    }

    @GET
    @Operation(
            operationId = "checkSubjects",
            summary = "Whether subjects go on: a verdict for each, and the worst for all",
            description =
                    "`clear`: nothing ends within that time. `approaching`: it ends within that time, has begun to end, or"
                            + " may end any day. `passed`: it has ended, and that was promised; a date that nobody has promised"
                            + " never is. `unknown`: no subject is called so, or several are, who are then the `candidates`."
                            + " Without a date nothing is approaching. Days are counted in the cutoff's zone.")
    @Parameter(name = "subject", in = ParameterIn.QUERY)
    @Parameter(name = "within", in = ParameterIn.QUERY)
    @Parameter(name = "milestone", in = ParameterIn.QUERY)
    @Parameter(name = "channel", in = ParameterIn.QUERY)
    @Parameter(name = "region", in = ParameterIn.QUERY)
    @Parameter(name = "audience", in = ParameterIn.QUERY)
    @Parameter(name = "failOn", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "The verdicts",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "CheckAnswer")),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(ref = "CheckText"))
            })
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    @APIResponse(
            responseCode = "409",
            description = "The verdicts, of which the worst is one to fail on",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "CheckAnswer")),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(ref = "CheckText"))
            })
    public Uni<Response> get(@Context UriInfo uri, @Context HttpHeaders headers) {
        CheckQuery query = CheckQuery.of(Parameters.of(uri, CheckQuery.PARAMETERS));
        return check.of(query).map(found -> got(query, found, headers));
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Operation(
            operationId = "checkMany",
            summary = "The same for a list of up to 500",
            description =
                    "As JSON, everything stands in the body. As `text/plain`, the body is one subject a line, `#` begins a"
                            + " comment, and everything else is asked for as with GET.")
    @Parameter(name = "within", in = ParameterIn.QUERY)
    @Parameter(name = "milestone", in = ParameterIn.QUERY)
    @Parameter(name = "channel", in = ParameterIn.QUERY)
    @Parameter(name = "region", in = ParameterIn.QUERY)
    @Parameter(name = "audience", in = ParameterIn.QUERY)
    @Parameter(name = "failOn", in = ParameterIn.QUERY)
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "CheckRequest")),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(ref = "SubjectLines"))
            })
    @APIResponse(
            responseCode = "200",
            description = "The verdicts",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "CheckAnswer")),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(ref = "CheckText"))
            })
    @APIResponse(responseCode = "400", description = "The body is not JSON, or a parameter can't be understood")
    @APIResponse(
            responseCode = "409",
            description = "The verdicts, of which the worst is one to fail on",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "CheckAnswer")),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(ref = "CheckText"))
            })
    @APIResponse(responseCode = "422", description = "The body can't be taken: `errors` points to every fault")
    public Uni<Response> post(@Context UriInfo uri, @Context HttpHeaders headers, byte @Nullable [] body) {
        byte[] bytes = JsonBody.bytes(body);
        MediaType type = Optional.ofNullable(headers.getMediaType()).orElse(MediaType.APPLICATION_JSON_TYPE);
        CheckQuery query = type.isCompatible(MediaType.TEXT_PLAIN_TYPE) ? list(uri, bytes) : document(uri, bytes);
        return check.of(query).map(found -> posted(query, found, headers));
    }

    private static CheckQuery list(UriInfo uri, byte[] lines) {
        return CheckQuery.of(lines, Parameters.of(uri, CheckQuery.OPTIONS));
    }

    private static CheckQuery document(UriInfo uri, byte[] json) {
        Parameters.of(uri, List.of());
        return CheckQuery.of(JsonBody.object(json));
    }

    /** What is asked for by its address may be kept under it. */
    private Response got(CheckQuery query, CheckAnswer found, HttpHeaders headers) {
        Representation told = told(found, headers);
        // Whoever asks for an error does not ask for it only if it is a new one (RFC 9110, section 13.2.1).
        Response answer = fails(query, found)
                ? plain(Status.CONFLICT, told)
                        .header(HttpHeaders.CACHE_CONTROL, told.cacheControl())
                        .build()
                : told.answer(headers);
        return Response.fromResponse(answer)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** What is asked for by a body is for whoever sent it, each time anew (RFC 9110, section 9.3.3). */
    private Response posted(CheckQuery query, CheckAnswer found, HttpHeaders headers) {
        return plain(fails(query, found) ? Status.CONFLICT : Status.OK, told(found, headers))
                .build();
    }

    private Representation told(CheckAnswer found, HttpHeaders headers) {
        return wantsText(headers) ? Representation.of(CheckText.of(found), TEXT) : answers.one(found);
    }

    private static Response.ResponseBuilder plain(Status status, Representation told) {
        return Response.status(status).entity(told.body()).type(told.type());
    }

    private static boolean fails(CheckQuery query, CheckAnswer found) {
        return query.failOn()
                .filter(verdict -> found.verdict().compareTo(verdict) >= 0)
                .isPresent();
    }

    /** The first that either would do for: clients put what they like best first. */
    private static boolean wantsText(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .filter(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                        || type.isCompatible(MediaType.TEXT_PLAIN_TYPE))
                .findFirst()
                .filter(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .isPresent();
    }
}
