package dev.forewarn.feed;

import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Problem;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
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

    private static final String FAILS =
            "409 with the same body if the verdict is this or worse: `unknown`, `approaching` or `passed`, in this order."
                    + " Left out: 200, whatever the verdict.";

    private final Check check;
    private final Answers answers;

    CheckResource(Check check, Answers answers) {
        this.check = check;
        this.answers = answers;
    }

    @GET
    @Operation(
            operationId = "check",
            summary = "Whether subjects go on: a verdict for each, and the worst for all",
            description =
                    "`clear`: nothing ends within that time. `approaching`: it ends within that time, has begun to end, or"
                            + " may end any day. `passed`: it has ended, and that was promised; a date that nobody has promised"
                            + " never is. `unknown`: no subject is called so, or several are, who are then the `candidates`."
                            + " Without a date nothing is approaching. Days are counted in the cutoff's zone.")
    @Parameter(
            name = "subject",
            in = ParameterIn.QUERY,
            required = true,
            description = "`provider/name`, or a name or alias, in capitals or not; up to 500",
            example = "openai/videos-api",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "within",
            in = ParameterIn.QUERY,
            description = "How far ahead to look: a period of ISO 8601 in calendar days",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "P30D"))
    @Parameter(
            name = "milestone",
            in = ParameterIn.QUERY,
            description =
                    "Left out: those that take something away: read_only, brownout, shutdown, export_closes, data_deletion",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "channel",
            in = ParameterIn.QUERY,
            description = "Also takes what holds in every channel",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "region",
            in = ParameterIn.QUERY,
            description = "ISO 3166-1 alpha-2; also takes what holds everywhere that has no cutoff of its own",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "audience",
            in = ParameterIn.QUERY,
            description = "Also takes what holds for everybody",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "failOn",
            in = ParameterIn.QUERY,
            description = FAILS,
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"unknown", "approaching", "passed"}))
    @APIResponse(
            responseCode = "200",
            description = "The verdicts",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CheckAnswer.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(
            responseCode = "400",
            description = "A parameter can't be understood",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "The verdicts, of which the worst is one to fail on",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CheckAnswer.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Response> get(@Context UriInfo uri, @Context HttpHeaders headers) {
        return answer(CheckQuery.of(Parameters.of(uri, CheckQuery.PARAMETERS)), headers);
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Operation(
            operationId = "checkMany",
            summary = "The same for a list of up to 500",
            description =
                    "As JSON, everything stands in the body. As `text/plain`, the body is one subject a line, `#` begins a"
                            + " comment, and everything else is asked for as with GET.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = CheckBody.class),
                        examples =
                                @ExampleObject(
                                        name = "two",
                                        value =
                                                "{\"subjects\": [\"openai/videos-api\", \"sora-2\"], \"within\": \"P30D\"}")),
                @Content(
                        mediaType = MediaType.TEXT_PLAIN,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(name = "list", value = "# for the clips\nopenai/videos-api\nsora-2\n"))
            })
    @APIResponse(
            responseCode = "200",
            description = "The verdicts",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CheckAnswer.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "400",
            description = "The body is not JSON, or a parameter can't be understood",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "The verdicts, of which the worst is one to fail on",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CheckAnswer.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "422",
            description = "The body can't be taken: `errors` points to every fault",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Response> post(@Context UriInfo uri, @Context HttpHeaders headers, byte @Nullable [] body) {
        byte[] bytes = JsonBody.bytes(body);
        MediaType type = Optional.ofNullable(headers.getMediaType()).orElse(MediaType.APPLICATION_JSON_TYPE);
        return answer(type.isCompatible(MediaType.TEXT_PLAIN_TYPE) ? list(uri, bytes) : document(uri, bytes), headers);
    }

    /** The body of the request. */
    record CheckBody(
            List<String> subjects,
            Optional<String> within,
            List<String> milestones,
            List<String> channels,
            List<String> regions,
            List<String> audiences,
            Optional<String> failOn) {}

    private static CheckQuery list(UriInfo uri, byte[] lines) {
        return CheckQuery.of(lines, Parameters.of(uri, CheckQuery.OPTIONS));
    }

    private static CheckQuery document(UriInfo uri, byte[] json) {
        Parameters.of(uri, List.of());
        return CheckQuery.of(JsonBody.object(json));
    }

    private Uni<Response> answer(CheckQuery query, HttpHeaders headers) {
        return check.of(query).map(found -> answer(query, found, headers));
    }

    private Response answer(CheckQuery query, CheckAnswer found, HttpHeaders headers) {
        boolean text = wantsText(headers);
        Representation representation =
                text ? Representation.of(CheckText.of(found), Optional.empty()) : answers.one(found);
        MediaType type = text ? MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8") : MediaType.APPLICATION_JSON_TYPE;
        if (fails(query, found)) {
            // Whoever asks for an error does not ask for it only if it is a new one (RFC 9110, section 13.2.1).
            return Response.status(Status.CONFLICT)
                    .entity(representation.body())
                    .type(type)
                    .header(HttpHeaders.CACHE_CONTROL, representation.cacheControl())
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .build();
        }
        Response answer = representation.answer(headers);
        Response.ResponseBuilder negotiated =
                Response.fromResponse(answer).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        return answer.hasEntity() ? negotiated.type(type).build() : negotiated.build();
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
