package dev.forewarn.feed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.forewarn.ledger.CutoffView;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.web.ProblemException;
import dev.forewarn.web.Retiring;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is going away. */
@Path("/v1/subjects")
@Tag(name = "Subjects")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class SubjectResource {

    private final SubjectStore store;
    private final Cutoffs cutoffs;
    private final FeedSettings settings;
    private final Answers answers;

    SubjectResource(SubjectStore store, Cutoffs cutoffs, FeedSettings settings, Answers answers) {
        this.store = store;
        this.cutoffs = cutoffs;
        this.settings = settings;
        this.answers = answers;
    }

    /** A subject with all its cutoffs, by the start of their window. */
    record SubjectView(@JsonUnwrapped DescribedSubject subject, List<CutoffView> cutoffs) {}

    @GET
    @Operation(operationId = "listSubjects", summary = "Subjects by their id")
    @Retiring(
            parameter = "provider",
            since = "2026-11-28",
            sunset = "2027-12-01",
            successor = "/v1/subjects?subject={provider}/*")
    @Parameter(name = "subject", in = ParameterIn.QUERY)
    @Parameter(name = "provider", in = ParameterIn.QUERY)
    @Parameter(name = "q", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(ref = "SubjectPage")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        SubjectQuery query = SubjectQuery.of(Parameters.of(uri, SubjectQuery.PARAMETERS), settings);
        return store.list(query).map(page -> answers.page(uri, page).answer(headers));
    }

    @GET
    @Path("{provider}/{name: .+}")
    @Operation(operationId = "readSubject", summary = "A subject with its cutoffs, withdrawn ones among them")
    @APIResponse(
            responseCode = "200",
            description = "The subject",
            content = @Content(schema = @Schema(ref = "SubjectWithCutoffs")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(responseCode = "400", description = "That is not the id of a subject")
    @APIResponse(responseCode = "404", description = "There is no such subject")
    public Uni<Response> read(
            @PathParam("provider") String provider, @PathParam("name") String name, @Context HttpHeaders headers) {
        return subject(Stories.subjectId(provider, name))
                .chain(subject -> cutoffs.of(subject.id()).map(found -> new SubjectView(subject, found)))
                .map(view -> answers.one(view).answer(headers));
    }

    private Uni<DescribedSubject> subject(SubjectId id) {
        return store.one(id).map(found -> found.orElseThrow(() -> ProblemException.notFound("subject '" + id + "'")));
    }
}
