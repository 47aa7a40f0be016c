package dev.forewarn.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ten of a hundred endpoints of one host never answer: what the others wait for, beside a run in which all answer. */
final class Isolation implements Scenario {

    private static final int PER_SECOND = 500;
    private static final int ENDPOINTS = 100;
    private static final int HOLES = 10;
    private static final int SECONDS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        Duration duration = Duration.ofSeconds(options.scaled(SECONDS));
        List<Run> runs = new ArrayList<>();
        try (Host calm = new Host(new Stage(name(), machine, options), 0);
                Host holed = new Host(new Stage(name() + "-holed", machine, options), HOLES)) {
            calm.run(duration);
            holed.run(duration);
            for (int i = 0; i < options.runs(); i++) {
                double beside = calm.run(duration).get(Figure.P99);
                Run run = holed.run(duration);
                runs.add(run.with(Figure.RATIO, run.get(Figure.P99) / beside));
            }
        }
        return List.of(row(runs));
    }

    /** A host of which some endpoints never answer, and the service that sends to it. */
    private static final class Host implements AutoCloseable {

        private final Stage stage;
        private final int holes;
        private final Service service;
        private final Speaker speaker;
        private final OpenLoop loop;

        Host(Stage stage, int holes) {
            this.stage = stage;
            this.holes = holes;
            this.service = stage.service(Map.of());
            this.speaker = stage.speaker();
            this.loop = new OpenLoop(speaker, PER_SECOND, i -> "bench-" + i % ENDPOINTS);
            stage.registry().register(ENDPOINTS, this::url, i -> "bench-" + i + "/*", Paced.ANNOUNCED, -1);
            stage.receiver().ask("latency on");
        }

        private String url(int endpoint) {
            return stage.url((endpoint < holes ? "/hole/" : "/s/") + endpoint);
        }

        Run run(Duration duration) {
            stage.receiver().ask("reset");
            Meter meter = new Meter(stage.database(), List.of(service));
            int said = loop.run(duration);
            int answered = said / ENDPOINTS * (ENDPOINTS - holes);
            stage.awaitReceived(answered, PATIENCE);
            Received received = Received.of(stage.receiver());
            return meter.per(said).with(received, answered).withLatency(received);
        }

        @Override
        public void close() {
            speaker.close();
            service.close();
            stage.close();
        }
    }

    private Row row(List<Run> runs) {
        return new Row(
                name(),
                List.of(Figure.P50, Figure.P99),
                "the same without black holes",
                List.of(Goal.atMost(Figure.RATIO, 2), Goal.atMost(Figure.LOST, 0), Goal.atMost(Figure.DUPLICATED, 0)),
                runs,
                "all caps as they ship; the ratio is that of the p99");
    }
}
