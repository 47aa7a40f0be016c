package dev.forewarn.benchmark;

import dev.forewarn.benchmark.Row.Spread;
import java.util.List;
import java.util.stream.Collectors;

/** The table, in Markdown: medians, with the range of the runs behind them. */
final class Table {

    private static final String HEAD =
            """
            | Scenario | Measured | Beside | Ratio | Must reach | CPU µs, service + database | SQL statements | WAL bytes | Peak MiB | Lost | Duplicated |
            |---|---|---|---|---|---|---|---|---|---|---|
            """;

    private Table() {}

    static String of(List<Row> rows) {
        String notes = rows.stream()
                .filter(row -> !row.note().isEmpty())
                .map(row -> "- " + row.name() + ": " + row.note() + "\n")
                .distinct()
                .collect(Collectors.joining());
        return HEAD + rows.stream().map(Table::line).collect(Collectors.joining()) + "\n" + notes;
    }

    private static String line(Row row) {
        return String.join(
                " | ",
                "| " + row.name(),
                row.measured().stream().map(figure -> measured(row, figure)).collect(Collectors.joining("; ")),
                beside(row),
                ranged(row, Figure.RATIO),
                goals(row),
                median(row, Figure.SERVICE_CPU) + " + " + median(row, Figure.DATABASE_CPU),
                median(row, Figure.STATEMENTS),
                median(row, Figure.WAL),
                median(row, Figure.PEAK),
                median(row, Figure.LOST),
                median(row, Figure.DUPLICATED) + " |\n");
    }

    private static String measured(Row row, Figure figure) {
        return (figure.label() + " " + ranged(row, figure)).strip();
    }

    private static String beside(Row row) {
        return row.spread(Figure.LIMIT).isEmpty() ? row.limit() : row.limit() + ": " + median(row, Figure.LIMIT);
    }

    private static String goals(Row row) {
        return row.goals().stream()
                .map(goal -> goal + (row.reached(goal) ? "" : " **missed**"))
                .collect(Collectors.joining(", "));
    }

    private static String median(Row row, Figure figure) {
        return row.spread(figure).map(spread -> figure.format(spread.median())).orElse("–");
    }

    private static String ranged(Row row, Figure figure) {
        return row.spread(figure).map(spread -> ranged(figure, spread)).orElse("–");
    }

    private static String ranged(Figure figure, Spread spread) {
        String median = figure.format(spread.median());
        return spread.least() == spread.greatest()
                ? median
                : median + " (" + figure.format(spread.least()) + " to " + figure.format(spread.greatest()) + ")";
    }
}
