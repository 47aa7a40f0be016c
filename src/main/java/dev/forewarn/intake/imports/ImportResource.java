package dev.forewarn.intake.imports;

import dev.forewarn.access.Role;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Page;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Operators hand in feeds, and see how those that are read by themselves went. */
@Path("/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@Tag(name = "Imports")
class ImportResource {

    private final Importing importing;
    private final Importers importers;
    private final ImporterStore store;
    private final ImporterList list;
    private final ImportMetrics metrics;
    private final InstantSource wall;

    ImportResource(
            Importing importing,
            Importers importers,
            ImporterStore store,
            ImporterList list,
            ImportMetrics metrics,
            InstantSource wall) {
        this.importing = importing;
        this.importers = importers;
        this.store = store;
        this.list = list;
        this.metrics = metrics;
        this.wall = wall;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importFeed",
            summary = "Hand in a feed: what it says anew is written to Kafka",
            description =
                    "Rows that say what their source has said before write nothing. What the source said and says no"
                            + " more is marked as no longer confirmed, and withdrawn by nobody.")
    @RequestBody(
            required = true,
            description = "The feed as it is",
            content = @Content(schema = @Schema(ref = "ImportedFeed")))
    @APIResponse(
            responseCode = "200",
            description = "What became of its rows",
            content = @Content(schema = @Schema(ref = "ImportReport")))
    @APIResponse(responseCode = "400", description = "A parameter is missing or can't be understood")
    @APIResponse(responseCode = "409", description = "The source was read on a later day already")
    @APIResponse(responseCode = "422", description = "It is no feed of that format, or holds no rows")
    public Uni<ImportReport> read(
            @RestQuery @Nullable String format,
            @RestQuery @Nullable String source,
            @RestQuery @Nullable String authority,
            @RestQuery @Nullable String claimedBy,
            @RestQuery @Nullable String name,
            @RestQuery @Nullable String readOn,
            @RestQuery @Nullable String dryRun,
            byte @Nullable [] body) {
        Format kind = required("format", format, Format::parse);
        Terms terms = terms(
                kind,
                required("source", source, Function.identity()),
                optional("authority", authority, text -> Word.parse(Authority.class, text)),
                Optional.ofNullable(claimedBy),
                Optional.ofNullable(name));
        LocalDate day = optional("readOn", readOn, this::day).orElseGet(importing::today);
        boolean dry = optional("dryRun", dryRun, ImportResource::flag).orElse(false);
        return read(new Importing.Task(terms, day, dry), JsonBody.bytes(body));
    }

    private Uni<ImportReport> read(Importing.Task task, byte[] body) {
        return importing
                .read(task, body)
                .onFailure(failure -> failure instanceof Unclear || failure instanceof Moment.OutOfOrder)
                .transform(this::refused)
                .flatMap(report -> task.dryRun() ? Uni.createFrom().item(report) : kept(report));
    }

    private Uni<ImportReport> kept(ImportReport report) {
        metrics.read(report);
        return store.handIn(report).replaceWith(report);
    }

    private ProblemException refused(Throwable failure) {
        metrics.refused();
        return failure instanceof Unclear unclear
                ? ProblemException.unprocessable(List.of(Problem.Fault.at("", unclear.reason())))
                : Problem.of(Status.CONFLICT, String.valueOf(failure.getMessage()))
                        .exception();
    }

    private Terms terms(
            Format format,
            String source,
            Optional<Authority> authority,
            Optional<String> claimedBy,
            Optional<String> name) {
        Places places = name.flatMap(importers::find)
                .map(importer -> importer.terms().context().places())
                .orElse(Places.SHIPPED_ALONE);
        String kept = name.orElse(format.word());
        return parameter("source", source, text -> Terms.of(kept, format, text, authority, claimedBy, places));
    }

    @GET
    @Operation(
            operationId = "listImports",
            summary = "All importers, by name, each with its last report, but for the single rows")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(ref = "ImporterPage")))
    @APIResponse(responseCode = "400", description = "A parameter can't be understood")
    public Uni<Page<ImporterView>> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        return list.page(cursor, limit);
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "readImport", summary = "One importer, with its last report")
    @APIResponse(
            responseCode = "200",
            description = "The importer",
            content = @Content(schema = @Schema(ref = "Importer")))
    @APIResponse(responseCode = "404", description = "There is no such importer")
    public Uni<ImporterView> get(@RestPath String name) {
        return list.named(name);
    }

    private LocalDate day(String text) {
        LocalDate day = LocalDate.parse(text);
        if (day.isAfter(LocalDate.ofInstant(wall.instant(), ZoneOffset.UTC))) {
            throw new IllegalArgumentException(day + " is still to come");
        }
        return day;
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return text.equals("true");
    }

    private static <T> T required(String name, @Nullable String text, Function<String, T> parse) {
        return optional(name, text, parse).orElseThrow(() -> ProblemException.parameter(name, "is missing"));
    }

    private static <T> Optional<T> optional(String name, @Nullable String text, Function<String, T> parse) {
        return Optional.ofNullable(text).map(given -> parameter(name, given, parse));
    }

    private static <T> T parameter(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ProblemException.parameter(name, String.valueOf(e.getMessage()));
        }
    }
}
