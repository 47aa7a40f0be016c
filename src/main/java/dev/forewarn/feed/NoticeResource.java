package dev.forewarn.feed;

import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
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
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The feed, and each notice in it. */
@Path(Pages.PATH)
@Tag(name = "Notices")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class NoticeResource {

    private static final Pattern ID = Pattern.compile("ntc_[a-z2-7]{26}");

    private final Feed feed;
    private final FeedStore store;
    private final Pages pages;
    private final FeedSettings settings;
    private final Answers answers;

    NoticeResource(Feed feed, FeedStore store, Pages pages, FeedSettings settings, Answers answers) {
        this.feed = feed;
        this.store = store;
        this.pages = pages;
        this.settings = settings;
        this.answers = answers;
    }

    @GET
    @Operation(
            operationId = "readFeed",
            summary = "The feed: all notices, oldest first",
            description =
                    "Hand `next` back as `after` to read on; every notice is seen exactly once. `next` is never null"
                            + " and never expires.")
    @Parameter(name = "after", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "wait", in = ParameterIn.QUERY)
    @Parameter(name = "subject", in = ParameterIn.QUERY)
    @Parameter(name = "kind", in = ParameterIn.QUERY)
    @APIResponse(responseCode = "200", description = "A page", content = @Content(schema = @Schema(ref = "NoticePage")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    @APIResponse(
            responseCode = "410",
            description = "The cursor is of a feed that was replaced by a restore from a backup")
    public Uni<Response> read(@Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest request) {
        String asked = request.query();
        return pages.find(asked)
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> page(uri, asked))
                .map(page -> page.answer(headers));
    }

    private Uni<Representation> page(UriInfo uri, @Nullable String asked) {
        FeedQuery query = FeedQuery.of(Parameters.of(uri, FeedQuery.PARAMETERS), settings);
        return feed.poll(query).map(slice -> page(query, slice, answers.feed(uri, slice), asked));
    }

    private Representation page(FeedQuery query, FeedSlice slice, Representation page, @Nullable String asked) {
        return slice.full() ? pages.keep(asked, query.start(), page) : page;
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "readNotice", summary = "One notice: the bytes that were pushed")
    @Parameter(name = "If-Modified-Since", in = ParameterIn.HEADER)
    @APIResponse(
            responseCode = "200",
            description = "The notice",
            headers = @Header(name = HttpHeaders.LAST_MODIFIED, ref = HttpHeaders.LAST_MODIFIED),
            content = @Content(schema = @Schema(ref = "Notice")))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the entity tag of `If-None-Match`")
    @APIResponse(responseCode = "404", description = "There is no such notice")
    public Uni<Response> read(@PathParam("id") String id, @Context HttpHeaders headers) {
        return notice(id).map(notice -> Representation.lasting(notice.body(), id, notice.raisedAt())
                .answer(headers));
    }

    private Uni<FeedStore.Single> notice(String id) {
        return Uni.createFrom()
                .item(id)
                .flatMap(this::find)
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("notice '" + id + "'")));
    }

    private Uni<Optional<FeedStore.Single>> find(String id) {
        return ID.matcher(id).matches() ? store.notice(id) : Uni.createFrom().item(Optional.empty());
    }
}
