package dev.forewarn.benchmark;

import java.util.ArrayList;
import java.util.List;

/** One notice for a million subscriptions, beside what {@link Due} sends as many as fast. */
final class FanOut implements Scenario {

    private static final int SUBSCRIPTIONS = 1_000_000;
    private static final String PROVIDER = "crowd";

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        int crowd = options.scaled(SUBSCRIPTIONS);
        int notices = options.scaled(Due.NOTICES);
        List<Run> runs = new ArrayList<>();
        try (Stage stage = new Stage(name(), machine, options);
                Service service = stage.service(options.sharedReceiver());
                Speaker speaker = stage.speaker()) {
            Due.subscribe(stage);
            subscribe(stage, crowd);
            DueRounds rounds = new DueRounds(stage, List.of(service), speaker);
            rounds.warmUp(options.warmUps(), Due.PROVIDER, notices, Due.SUBSCRIPTIONS);
            rounds.warmUp(1, PROVIDER, 1, crowd);
            for (int i = 0; i < options.runs(); i++) {
                Run due = rounds.run(Due.PROVIDER, notices, Due.SUBSCRIPTIONS);
                runs.add(rounds.run(PROVIDER, 1, crowd).beside(due.get(Figure.RATE)));
            }
        }
        return List.of(row(runs, options));
    }

    private static void subscribe(Stage stage, int crowd) {
        stage.registry()
                .register(
                        crowd,
                        i -> stage.url("/c/" + i),
                        i -> PROVIDER + "/*",
                        DueRounds.APPROACHING,
                        DueRounds.DAY_BEFORE);
    }

    private Row row(List<Run> runs, Options options) {
        return new Row(
                name(),
                List.of(Figure.RATE),
                "due",
                List.of(
                        Goal.atLeast(Figure.RATIO, 0.8),
                        Goal.atMost(Figure.LOST, 0),
                        Goal.atMost(Figure.DUPLICATED, 0)),
                runs,
                "a heap of 512 MB; one receiver, so " + options.sharedReceiver());
    }
}
