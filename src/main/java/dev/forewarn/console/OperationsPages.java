package dev.forewarn.console;

import dev.forewarn.access.Role;
import dev.forewarn.delivery.Throughput;
import dev.forewarn.delivery.Workload;
import dev.forewarn.intake.imports.ImporterList;
import dev.forewarn.intake.imports.ImporterView;
import dev.forewarn.notice.Headlines;
import dev.forewarn.subscription.Troubled;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** Shows whoever runs the service how it is doing. */
@Path("/operations")
@RolesAllowed(Role.OPERATOR)
class OperationsPages {

    private final Figures figures;
    private final ImporterList importers;
    private final Frames frames;
    private final Pages pages;

    OperationsPages(Figures figures, ImporterList importers, Frames frames, Pages pages) {
        this.figures = figures;
        this.importers = importers;
        this.frames = frames;
        this.pages = pages;
    }

    @GET
    public Uni<Response> overview(@Context HttpHeaders headers) {
        Frame frame = frames.of(Section.OPERATIONS, headers);
        return figures.page(frame).flatMap(page -> pages.once(Status.OK, page));
    }

    @GET
    @Path("importers/{name}")
    public Uni<Response> importer(@RestPath String name, @Context HttpHeaders headers) {
        return importers
                .named(name)
                .map(view -> new ImporterPage(frames.of(Section.OPERATIONS, headers), view))
                .flatMap(page -> pages.once(Status.OK, page));
    }

    /** Reads what is shown. */
    @Singleton
    static class Figures {

        private static final int ENDPOINTS = 50;
        private static final String IMPORTERS = "100";
        private static final Duration MINUTE = Duration.ofMinutes(1);
        private static final Duration HOUR = Duration.ofHours(1);

        private final Throughput throughput;
        private final Workload workload;
        private final Troubled troubled;
        private final ImporterList importers;
        private final Headlines headlines;
        private final InstantSource wall;

        Figures(
                Throughput throughput,
                Workload workload,
                Troubled troubled,
                ImporterList importers,
                Headlines headlines,
                InstantSource wall) {
            this.throughput = throughput;
            this.workload = workload;
            this.troubled = troubled;
            this.importers = importers;
            this.headlines = headlines;
            this.wall = wall;
        }

        Uni<OperationsPage> page(Frame frame) {
            return Uni.combine()
                    .all()
                    .unis(workload.read(), troubled.latest(ENDPOINTS), importers.page(null, IMPORTERS))
                    .with((standing, endpoints, feeds) -> page(frame, standing, endpoints, feeds.items()));
        }

        private OperationsPage page(
                Frame frame, Workload.Standing standing, List<Troubled.Endpoint> endpoints, List<ImporterView> feeds) {
            return new Operations(
                            frame,
                            wall.instant(),
                            headlines.today(),
                            throughput.within(MINUTE),
                            throughput.within(HOUR),
                            standing,
                            endpoints,
                            feeds)
                    .page();
        }
    }
}
