package dev.forewarn.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A steady thousand events a second, each for one subscription, from when it was to be said until the receiver has it. */
final class Paced implements Scenario {

    static final int ANNOUNCED = 1;

    private static final int PER_SECOND = 1_000;
    private static final int SUBSCRIPTIONS = 100;
    private static final int WARM_UP_SECONDS = 30;
    private static final int SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "paced";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        try (Stage stage = new Stage(name(), machine, options);
                Service service = stage.service(options.sharedReceiver());
                Speaker speaker = stage.speaker()) {
            stage.registry().register(SUBSCRIPTIONS, i -> stage.url("/s/" + i), i -> provider(i) + "/*", ANNOUNCED, -1);
            OpenLoop loop = new OpenLoop(speaker, PER_SECOND, Paced::provider);
            stage.receiver().ask("latency on");
            run(stage, service, loop, options.scaled(WARM_UP_SECONDS));
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                runs.add(run(stage, service, loop, options.scaled(SECONDS)));
            }
            return List.of(row(runs, options));
        }
    }

    private static String provider(int number) {
        return "bench-" + number % SUBSCRIPTIONS;
    }

    private static Run run(Stage stage, Service service, OpenLoop loop, int seconds) {
        stage.receiver().ask("reset");
        Meter meter = new Meter(stage.database(), List.of(service));
        int said = loop.run(Duration.ofSeconds(seconds));
        stage.awaitReceived(said, PATIENCE);
        Received received = Received.of(stage.receiver());
        return meter.per(said)
                .with(Figure.RATE, (double) received.distinct() / seconds)
                .with(received, said)
                .withLatency(received);
    }

    private Row row(List<Run> runs, Options options) {
        return new Row(
                name(),
                List.of(Figure.P50, Figure.P99, Figure.RATE),
                "",
                List.of(
                        Goal.atMost(Figure.P50, 5),
                        Goal.atMost(Figure.P99, 50),
                        Goal.atMost(Figure.LOST, 0),
                        Goal.atMost(Figure.DUPLICATED, 0)),
                runs,
                "one receiver, so " + options.sharedReceiver());
    }
}
