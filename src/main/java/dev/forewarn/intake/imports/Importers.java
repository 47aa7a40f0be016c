package dev.forewarn.intake.imports;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All importers that are configured, in the order of their names. */
@Singleton
class Importers {

    private final Map<String, Importer> byName;

    /** @throws IllegalStateException naming the setting that is wrong */
    Importers(ImporterSettings settings) {
        this.byName = settings.feeds().entrySet().stream()
                .map(feed -> Importer.of(feed.getKey(), feed.getValue()))
                .collect(Collectors.toMap(Importer::name, Function.identity(), (one, other) -> other, TreeMap::new));
        refuseSharedSources();
    }

    /** What one of them does not find would be marked as missing, though the other has just found it. */
    private void refuseSharedSources() {
        all().stream()
                .collect(Collectors.groupingBy(importer -> importer.terms().source()))
                .forEach((source, importers) -> {
                    if (importers.size() > 1) {
                        throw new IllegalStateException("FOREWARN_IMPORTER_…_SOURCE: " + source + " is the source of "
                                + importers.stream().map(Importer::name).collect(Collectors.joining(" and "))
                                + "; each needs one of its own");
                    }
                });
    }

    List<Importer> all() {
        return List.copyOf(byName.values());
    }

    Optional<Importer> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
