package dev.forewarn.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Two instances on one database, beside one, on the same machine. */
final class Two implements Scenario {

    @Override
    public String name() {
        return "two";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        int notices = options.scaled(Due.NOTICES);
        List<Run> runs = new ArrayList<>();
        try (Cluster one = new Cluster(machine, options, 1);
                Cluster two = new Cluster(machine, options, 2)) {
            one.rounds.warmUp(options.warmUps(), Due.PROVIDER, notices, Due.SUBSCRIPTIONS);
            // Each does half of it, and is to be as warm as the one alone.
            two.rounds.warmUp(2 * options.warmUps(), Due.PROVIDER, notices, Due.SUBSCRIPTIONS);
            for (int i = 0; i < options.runs(); i++) {
                double alone =
                        one.rounds.run(Due.PROVIDER, notices, Due.SUBSCRIPTIONS).get(Figure.RATE);
                runs.add(
                        two.rounds.run(Due.PROVIDER, notices, Due.SUBSCRIPTIONS).beside(alone));
            }
        }
        return List.of(row(runs, options));
    }

    private Row row(List<Run> runs, Options options) {
        return new Row(
                name(),
                List.of(Figure.RATE),
                "one instance",
                List.of(Goal.atLeast(Figure.RATIO, 1), Goal.atMost(Figure.LOST, 0), Goal.atMost(Figure.DUPLICATED, 0)),
                runs,
                "both on the same processors; one receiver, so " + options.sharedReceiver() + " for each");
    }

    /** Instances on one database. */
    private static final class Cluster implements AutoCloseable {

        private final Stage stage;
        private final List<Service> services = new ArrayList<>();
        private final Speaker speaker;
        private final DueRounds rounds;

        Cluster(Machine machine, Options options, int instances) {
            stage = new Stage("two-of-" + instances, machine, options);
            for (int i = 0; i < instances; i++) {
                services.add(stage.service(options.sharedReceiver()));
            }
            speaker = stage.speaker();
            Due.subscribe(stage);
            rounds = new DueRounds(stage, services, speaker);
        }

        @Override
        public void close() {
            speaker.close();
            services.forEach(Service::close);
            stage.close();
        }
    }
}
