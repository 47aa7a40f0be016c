package dev.forewarn.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Five million cutoffs with a next rung: none due, then ten thousand, and both again while somebody holds an old snapshot. */
final class Sweep implements Scenario {

    private static final int CUTOFFS = 5_000_000;
    private static final int DUE = 10_000;
    /** No due one is told twice: each run takes others. */
    private static final int LEAST_PER_DUE = 20;

    private static final int WARM_UPS = 3;
    private static final Duration LOOKS = Duration.ofSeconds(31);
    private static final Duration PASSED_BY = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        int due = options.scaled(DUE);
        try (Stage stage = new Stage(name(), machine, options);
                Service service = stage.service(Map.of())) {
            Calendar calendar = new Calendar(stage, service);
            calendar.grow(LEAST_PER_DUE * due);
            for (int i = 0; i < WARM_UPS; i++) {
                calendar.raise(due);
            }
            List<Double> few = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                few.add(calendar.raise(due).get(Figure.RATE));
            }
            calendar.grow(options.scaled(CUTOFFS));
            List<Row> rows = new ArrayList<>();
            rows.add(row("sweep", runs(calendar, due, few), options));
            rows.add(row("sweep, a snapshot held", runsBehindSnapshot(stage, calendar, due, few), options));
            return rows;
        }
    }

    private static List<Run> runs(Calendar calendar, int due, List<Double> few) {
        List<Run> runs = new ArrayList<>();
        for (double beside : few) {
            // Until it has seen that none is left.
            Stage.pause(PASSED_BY.toMillis());
            Run look = calendar.look(LOOKS);
            runs.add(calendar.raise(due).beside(beside).with(look));
        }
        return runs;
    }

    private static List<Run> runsBehindSnapshot(Stage stage, Calendar calendar, int due, List<Double> few) {
        try (Connection other = stage.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("select from cutoff limit 1");
            // What this raises leaves dead entries, which stay.
            calendar.raise(due);
            List<Run> runs = runs(calendar, due, few);
            other.rollback();
            return runs;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Row row(String name, List<Run> runs, Options options) {
        return new Row(
                name,
                List.of(Figure.RATE, Figure.LOOK_BUFFERS, Figure.LOOK_TIME),
                "as many due among few",
                List.of(Goal.atMost(Figure.LOOK_BUFFERS, 6), Goal.atLeast(Figure.RATIO, 0.8)),
                runs,
                "%,d due of %,d, beside as many of %,d; a look, when none is due, in buffers and time"
                        .formatted(options.scaled(DUE), options.scaled(CUTOFFS), LEAST_PER_DUE * options.scaled(DUE)));
    }
}
