package dev.forewarn.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long the service takes until it is ready, and the memory it has when idle, beside an empty application. */
final class Start implements Scenario {

    private static final Duration SETTLE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        Path empty = EmptyApplication.build();
        List<Run> runs = new ArrayList<>();
        try (Stage ours = new Stage(name(), machine, options);
                Stage theirs = new Stage(name() + "-empty", machine, options)) {
            // The schema is made once, not at every start; and files are read from the disk once.
            start(options.jar(), ours.environment(Map.of()), Duration.ZERO);
            start(empty, withoutChannels(theirs), Duration.ZERO);
            for (int i = 0; i < options.runs(); i++) {
                Run beside = start(empty, withoutChannels(theirs), SETTLE);
                Run run = start(options.jar(), ours.environment(Map.of()), SETTLE);
                runs.add(run.with(Figure.START_RATIO, run.get(Figure.START) / beside.get(Figure.START))
                        .with(Figure.IDLE_RATIO, run.get(Figure.IDLE) / beside.get(Figure.IDLE)));
            }
        }
        return List.of(row(runs));
    }

    /** An empty application has none, and takes settings of some for a mistake. */
    private static Map<String, String> withoutChannels(Stage stage) {
        Map<String, String> environment = stage.environment(Map.of());
        environment.keySet().removeIf(name -> name.startsWith("MP_MESSAGING_"));
        return environment;
    }

    private static Run start(Path jar, Map<String, String> environment, Duration settle) {
        long begun = System.nanoTime();
        try (Service service = Service.start(jar, environment)) {
            service.awaitReady();
            Run run = new Run().with(Figure.START, (System.nanoTime() - begun) / 1e9);
            Stage.pause(settle.toMillis());
            return run.with(Figure.IDLE, Processes.residentMiB(service.pid()))
                    .with(Figure.PEAK, Processes.peakMiB(service.pid()));
        }
    }

    private Row row(List<Run> runs) {
        return new Row(
                name(),
                List.of(Figure.START, Figure.START_RATIO, Figure.IDLE, Figure.IDLE_RATIO),
                "an empty application with the same extensions",
                List.of(Goal.atMost(Figure.START_RATIO, 1.5), Goal.atMost(Figure.IDLE_RATIO, 1.3)),
                runs,
                "idle is resident memory " + SETTLE.toSeconds() + " s after it is ready");
    }
}
