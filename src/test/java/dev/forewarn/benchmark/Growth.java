package dev.forewarn.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a delivery or an event costs while more and more deliveries are stored, with few connections to the database. */
final class Growth implements Scenario {

    private static final List<Integer> SIZES = List.of(10_000, 1_000_000, 10_000_000);
    private static final List<Integer> POOLS = List.of(1, 2, 4);
    /** One that listens, for good. */
    private static final int LISTENING = 1;

    private static final int WARM_UPS = 2;

    /** How a cost at one size with one pool looks in the plot. */
    record Point(String scenario, int pool, long size, double micros) {}

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        List<Row> rows = new ArrayList<>();
        List<Point> points = new ArrayList<>();
        try (Stage stage = new Stage(name(), machine, options)) {
            // Makes the schema.
            stage.service(Map.of()).close();
            Due.subscribe(stage);
            Stored stored = new Stored(stage.database());
            for (int size : SIZES) {
                stored.grow(options.scaled(size));
                for (int pool : POOLS) {
                    new Size(stage, options, stored, size, pool).measure(rows, points);
                }
            }
        }
        new Plot(points).write(options.plot());
        return rows;
    }

    /** One size, one pool. */
    private record Size(Stage stage, Options options, Stored stored, int size, int pool) {

        void measure(List<Row> rows, List<Point> points) {
            Progress.say("growth: %,d stored, pool of %d".formatted(options.scaled(size), pool));
            int notices = options.scaled(Due.NOTICES);
            try (Service service = stage.service(settings());
                    Speaker speaker = stage.speaker()) {
                DueRounds due = new DueRounds(stage, List.of(service), speaker);
                BacklogRounds backlog = new BacklogRounds(stage, service, speaker);
                IntakeRounds intake = new IntakeRounds(stage, service, speaker);
                due.warmUp(WARM_UPS, Due.PROVIDER, notices, Due.SUBSCRIPTIONS);
                backlog.warmUp(WARM_UPS, notices, Due.SUBSCRIPTIONS);
                intake.run(options.scaled(Intake.CUTOFFS / 4));
                add(rows, points, "due", () -> due.run(Due.PROVIDER, notices, Due.SUBSCRIPTIONS));
                add(rows, points, "backlog", () -> backlog.run(notices, Due.SUBSCRIPTIONS));
                add(rows, points, "intake", () -> intake.run(options.scaled(Intake.CUTOFFS / 4)));
            }
        }

        private Map<String, String> settings() {
            return Map.of(
                    "FOREWARN_DELIVERY_MAX_PER_HOST", Integer.toString(options.connections()),
                    "QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE", Integer.toString(pool + LISTENING));
        }

        private void add(List<Row> rows, List<Point> points, String scenario, Supplier<Run> run) {
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                stored.restore();
                runs.add(run.get());
            }
            Row row = row(scenario, runs);
            rows.add(row);
            double rate = row.spread(Figure.RATE).orElseThrow().median();
            Progress.say("growth: %s at %,.0f a second".formatted(scenario, rate));
            points.add(new Point(scenario, pool, options.scaled(size), 1e6 / rate));
        }

        private Row row(String scenario, List<Run> runs) {
            List<Figure> measured =
                    scenario.equals("backlog") ? List.of(Figure.RATE, Figure.CLAIM) : List.of(Figure.RATE);
            return new Row(
                    "%s, %,d stored, pool of %d".formatted(scenario, options.scaled(size), pool),
                    measured,
                    "",
                    List.of(Goal.atMost(Figure.LOST, 0)),
                    runs,
                    "");
        }
    }
}
