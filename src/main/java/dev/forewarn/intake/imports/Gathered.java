package dev.forewarn.intake.imports;

import dev.forewarn.intake.imports.Row.Rejected;
import dev.forewarn.intake.imports.Row.Told;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a feed says as a whole.
 *
 * @param told at most one row for each cutoff
 */
record Gathered(Map<CutoffKey, Told> told, List<Rejected> rejected, int silent) {

    /**
     * Of several rows about one cutoff the earliest date counts, whatever their order, so that a feed that only shuffles
     * its rows says nothing new.
     */
    private static final Comparator<Told> PRECEDENCE = Comparator.comparing((Told row) -> start(row.statement()))
            .thenComparing(row -> row.statement().certainty())
            .thenComparing(row -> row.statement().toString())
            .thenComparing(Told::label);

    Gathered {
        rejected = List.copyOf(rejected);
    }

    static Gathered of(List<Row> rows) {
        Map<CutoffKey, List<Told>> byKey = rows.stream()
                .filter(Told.class::isInstance)
                .map(Told.class::cast)
                .collect(Collectors.groupingBy(
                        row -> row.statement().key(), LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
        List<Rejected> rejected = rows.stream()
                .filter(Rejected.class::isInstance)
                .map(Rejected.class::cast)
                .collect(Collectors.toCollection(ArrayList::new));
        Map<CutoffKey, Told> told = new LinkedHashMap<>();
        byKey.forEach((key, same) -> {
            same.sort(PRECEDENCE);
            told.put(key, same.get(0));
            same.subList(1, same.size()).forEach(row -> rejected.add(collapsed(row, same.get(0), key)));
        });
        int silent = (int) rows.stream().filter(Row.Silent.class::isInstance).count();
        return new Gathered(told, rejected, silent);
    }

    /** Whether at least one row is what rows of such a feed are. */
    boolean understood() {
        return !told.isEmpty() || silent > 0;
    }

    int rows() {
        return told.size() + rejected.size() + silent;
    }

    private static Rejected collapsed(Told row, Told counting, CutoffKey key) {
        String reason = row.statement().equals(counting.statement())
                ? "repeats '" + counting.label() + "'"
                : "is about " + key + ", of which '" + counting.label() + "' gives the earliest date";
        return new Rejected(row.label(), reason);
    }

    private static Instant start(Statement statement) {
        return statement.effective().window().map(Window::start).orElse(Instant.MAX);
    }
}
