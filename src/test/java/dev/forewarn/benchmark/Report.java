package dev.forewarn.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The table on standard output, and all that it was made of as JSON. */
final class Report {

    private static final Path FILE = Options.FOLDER.resolve("results.json");

    private final Options options;
    private final Map<String, String> machine;

    /** @param machine what it was measured on */
    Report(Options options, Map<String, String> machine) {
        this.options = options;
        this.machine = machine;
    }

    @SuppressWarnings("SystemOut")
    void write(List<Row> rows, Map<String, String> failures) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", machine);
        report.put("runs", options.runs());
        report.put("scale", options.scale());
        report.put("connections", options.connections());
        report.put("rows", rows.stream().map(Report::row).toList());
        report.put("failures", failures);
        Files.createDirectories(Options.FOLDER);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(FILE.toFile(), report);
        System.out.println(Table.of(rows));
        machine.forEach((what, which) -> System.out.println("- " + what + ": " + which));
        failures.forEach((scenario, why) -> System.out.println("- " + scenario + " could not be measured: " + why));
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scenario", row.name());
        json.put("limit", row.limit());
        json.put("note", row.note());
        json.put("goals", row.goals().stream().map(goal -> goal(row, goal)).toList());
        json.put("runs", row.runs().stream().map(Report::figures).toList());
        return json;
    }

    private static Map<String, Object> goal(Row row, Goal goal) {
        return Map.of(
                "figure",
                goal.figure().word(),
                goal.least() ? "atLeast" : "atMost",
                goal.bound(),
                "reached",
                row.reached(goal));
    }

    private static Map<String, Double> figures(Run run) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Stream.of(Figure.values())
                .forEach(figure -> run.of(figure).ifPresent(value -> figures.put(figure.word(), value)));
        return figures;
    }
}
