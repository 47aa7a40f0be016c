package dev.forewarn.ledger;

import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LifecycleEvent.AboutCutoff;
import dev.forewarn.lifecycle.Statement;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Events that are appended together, each once: see {@link #together}. */
final class Batch {

    private static final Comparator<Said> BY_NAME = Comparator.comparing(
                    (Said said) -> said.event().ref().source())
            .thenComparing(said -> said.event().ref().id());

    private final Map<Said.Name, Said> firsts = new LinkedHashMap<>();
    // Asked for by each statement of the first flight.
    private final List<CutoffKey> cutoffs;

    /**
     * How many of these, from the first, may be appended together: those before an id comes again with other content.
     * What becomes of that one hangs on whether the first was stored, and must not on how events fall into batches.
     */
    static int together(List<Said> said) {
        Map<Said.Name, Said> firsts = new HashMap<>();
        for (int i = 0; i < said.size(); i++) {
            Said each = said.get(i);
            if (!firsts.computeIfAbsent(each.name(), name -> each).hasDigest(each.digest())) {
                return i;
            }
        }
        return said.size();
    }

    Batch(List<Said> said) {
        said.forEach(each -> firsts.putIfAbsent(each.name(), each));
        cutoffs = aboutCutoffs()
                .map(AboutCutoff::key)
                .distinct()
                .sorted(Comparator.comparing(CutoffKey::id))
                .toList();
    }

    /** In the order in which every replica locks them. */
    List<Said> byName() {
        return firsts.values().stream().sorted(BY_NAME).toList();
    }

    /** In the order in which they came. */
    Collection<Said> inOrder() {
        return firsts.values();
    }

    Set<Said.Name> names() {
        return firsts.keySet();
    }

    /** The event of this name that came first. */
    Said first(Said.Name name) {
        return Optional.ofNullable(firsts.get(name)).orElseThrow();
    }

    /** The cutoffs that the events are about, in the order in which every replica locks them. */
    List<CutoffKey> cutoffs() {
        return cutoffs;
    }

    /** Whether an event may add an edge to the graph of cutoffs that hang on others. */
    boolean addsEdges() {
        return statements().map(Statement::effective).anyMatch(Effective.After.class::isInstance);
    }

    /** The cutoffs that the events' own dates would hang on. */
    Stream<CutoffId> followed() {
        return statements().flatMap(Statement::follows);
    }

    private Stream<Statement> statements() {
        return aboutCutoffs().flatMap(event -> event.says().stream());
    }

    private Stream<AboutCutoff> aboutCutoffs() {
        return firsts.values().stream()
                .map(Said::event)
                .filter(AboutCutoff.class::isInstance)
                .map(AboutCutoff.class::cast);
    }
}
