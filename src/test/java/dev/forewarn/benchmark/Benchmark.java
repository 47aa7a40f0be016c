package dev.forewarn.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the service beside its limits, and prints what came of it. See "Measure it" in the README. */
final class Benchmark {

    /** In the order in which they are measured. */
    private static final List<Scenario> ALL = List.of(
            new Due(),
            new Backlog(),
            new Paced(),
            new Intake(),
            new FanOut(),
            new Sweep(),
            new Poll(),
            new Isolation(),
            new Start(),
            new Two(),
            new Growth());

    private final Options options;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    private Benchmark(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException {
        Benchmark benchmark =
                new Benchmark(Options.given(ALL.stream().map(Scenario::name).toList()));
        System.exit(benchmark.measure() ? 0 : 1);
    }

    /** Whether all could be measured; how fast it is, is for the reader of the table to judge. */
    private boolean measure() throws IOException {
        Report report;
        try (Machine machine = new Machine()) {
            report = new Report(options, machine.description());
            ALL.stream()
                    .filter(scenario -> options.scenarios().contains(scenario.name()))
                    .forEach(scenario -> measure(scenario, machine));
        }
        report.write(rows, failures);
        return failures.isEmpty();
    }

    /** One that fails leaves the others to be measured. */
    private void measure(Scenario scenario, Machine machine) {
        Progress.say(scenario.name());
        try {
            rows.addAll(scenario.measure(machine, options));
        } catch (RuntimeException e) {
            failures.put(scenario.name(), e.toString());
            Progress.failed(scenario.name(), e);
        }
    }
}
