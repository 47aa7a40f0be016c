package dev.forewarn.benchmark;

import java.util.List;
import java.util.Optional;

/**
 * A row of the table.
 *
 * @param measured what the scenario is about
 * @param limit what it is measured beside
 * @param note what a reader has to know: settings that are raised, say
 */
record Row(String name, List<Figure> measured, String limit, List<Goal> goals, List<Run> runs, String note) {

    Row {
        measured = List.copyOf(measured);
        goals = List.copyOf(goals);
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(name + " was not run");
        }
    }

    /** What a figure was in all the runs. */
    record Spread(double least, double median, double greatest) {}

    Optional<Spread> spread(Figure figure) {
        double[] values = runs.stream()
                .flatMapToDouble(run -> run.of(figure).stream())
                .sorted()
                .toArray();
        return values.length == 0
                ? Optional.empty()
                : Optional.of(new Spread(values[0], median(values), values[values.length - 1]));
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    boolean reached(Goal goal) {
        return spread(goal.figure())
                .map(spread -> goal.reached(spread.median()))
                .orElse(false);
    }
}
