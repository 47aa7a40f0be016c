package dev.forewarn.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Deliveries that were stored and wait fall due at one instant: as many as in {@link Due}. */
final class Backlog implements Scenario {

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        int notices = options.scaled(Due.NOTICES);
        try (Stage stage = new Stage(name(), machine, options);
                Service service = stage.service(options.sharedReceiver());
                Speaker speaker = stage.speaker()) {
            Due.subscribe(stage);
            BacklogRounds rounds = new BacklogRounds(stage, service, speaker);
            rounds.warmUp(options.warmUps(), notices, Due.SUBSCRIPTIONS);
            return List.of(row(runs(stage, options, rounds, notices), options));
        }
    }

    private static List<Run> runs(Stage stage, Options options, BacklogRounds rounds, int notices) {
        List<Run> runs = new ArrayList<>();
        int requests = notices * Due.SUBSCRIPTIONS;
        try (BareClient bare = new BareClient(stage, options, Due.SUBSCRIPTIONS, requests)) {
            for (int i = 0; i < options.runs(); i++) {
                double limit = bare.rate(requests);
                runs.add(rounds.run(notices, Due.SUBSCRIPTIONS).beside(limit));
            }
        }
        return runs;
    }

    private Row row(List<Run> runs, Options options) {
        return new Row(
                name(),
                List.of(Figure.RATE, Figure.CLAIM),
                BareClient.NAME,
                List.of(
                        Goal.atLeast(Figure.RATIO, 0.5),
                        Goal.atMost(Figure.LOST, 0),
                        Goal.atMost(Figure.DUPLICATED, 0)),
                runs,
                Due.note(options));
    }
}
