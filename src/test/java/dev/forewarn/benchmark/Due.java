package dev.forewarn.benchmark;

import java.util.ArrayList;
import java.util.List;

/** A thousand notices fall due at one instant for 200 subscriptions that share one receiver. */
final class Due implements Scenario {

    static final int NOTICES = 1_000;
    static final int SUBSCRIPTIONS = 200;
    static final String PROVIDER = "bench";

    @Override
    public String name() {
        return "due";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        int notices = options.scaled(NOTICES);
        try (Stage stage = new Stage(name(), machine, options);
                Service service = stage.service(options.sharedReceiver());
                Speaker speaker = stage.speaker()) {
            subscribe(stage);
            DueRounds rounds = new DueRounds(stage, List.of(service), speaker);
            rounds.warmUp(options.warmUps(), PROVIDER, notices, SUBSCRIPTIONS);
            return List.of(row(runs(stage, options, rounds, notices), options));
        }
    }

    /** Subscriptions that take what is due of the one provider. */
    static void subscribe(Stage stage) {
        stage.registry()
                .register(
                        SUBSCRIPTIONS,
                        i -> stage.url("/s/" + i),
                        i -> PROVIDER + "/*",
                        DueRounds.APPROACHING,
                        DueRounds.DAY_BEFORE);
    }

    private static List<Run> runs(Stage stage, Options options, DueRounds rounds, int notices) {
        List<Run> runs = new ArrayList<>();
        int requests = notices * SUBSCRIPTIONS;
        try (BareClient bare = new BareClient(stage, options, SUBSCRIPTIONS, requests)) {
            for (int i = 0; i < options.runs(); i++) {
                double limit = bare.rate(requests);
                runs.add(rounds.run(PROVIDER, notices, SUBSCRIPTIONS).beside(limit));
            }
        }
        return runs;
    }

    private Row row(List<Run> runs, Options options) {
        return new Row(
                name(),
                List.of(Figure.RATE),
                BareClient.NAME,
                List.of(
                        Goal.atLeast(Figure.RATIO, 0.6),
                        Goal.atMost(Figure.STATEMENTS, 0.01),
                        Goal.atMost(Figure.WAL, 400),
                        Goal.atMost(Figure.LOST, 0),
                        Goal.atMost(Figure.DUPLICATED, 0)),
                runs,
                note(options));
    }

    static String note(Options options) {
        return "one receiver, so " + options.sharedReceiver() + "; the bare client has as many connections";
    }
}
