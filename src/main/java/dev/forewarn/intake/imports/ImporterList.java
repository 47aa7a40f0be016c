package dev.forewarn.intake.imports;

import dev.forewarn.web.Cursor;
import dev.forewarn.web.Limit;
import dev.forewarn.web.Page;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How importers stand, for whoever runs the service. */
@Singleton
public class ImporterList {

    private static final String CURSOR = "imports";

    private final Importers importers;
    private final ImporterStore store;
    private final InstantSource wall;

    ImporterList(Importers importers, ImporterStore store, InstantSource wall) {
        this.importers = importers;
        this.store = store;
        this.wall = wall;
    }

    /**
     * By name, without the single rows of their reports.
     *
     * @throws ProblemException naming the parameter that can't be understood
     */
    public Uni<Page<ImporterView>> page(@Nullable String cursor, @Nullable String limit) {
        int most = Limit.parse(limit);
        String after = Optional.ofNullable(cursor)
                .map(text -> Cursor.decode(CURSOR, "cursor", text).get(0))
                .orElse("");
        return store.list(after, most + 1).map(found -> Page.of(found, most, last -> Cursor.encode(CURSOR, last.name()))
                .map(stored -> view(stored).brief()));
    }

    /** One with its last report; fails with a problem, 404, if there is none of that name. */
    public Uni<ImporterView> named(String name) {
        // Whatever else was asked for may be a text that PostgreSQL can't even look for.
        String known = Optional.of(name).filter(Terms::isName).orElse("");
        return store.find(known)
                .map(found -> found.map(this::view).orElseThrow(() -> ProblemException.notFound("such importer")));
    }

    private ImporterView view(ImporterStore.Stored stored) {
        return ImporterView.of(stored, importers.find(stored.name()).isPresent(), wall.instant());
    }
}
