package dev.forewarn.benchmark;

import java.util.ArrayList;
import java.util.List;

/** 200,000 events about 20,000 cutoffs, beside the same versions of the same rows by bare batched inserts. */
final class Intake implements Scenario {

    static final int CUTOFFS = 20_000;

    private static final int WARM_UPS = 2;

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        int cutoffs = options.scaled(CUTOFFS);
        List<Run> runs = new ArrayList<>();
        try (Stage stage = new Stage(name(), machine, options);
                Service service = stage.service(options.sharedReceiver());
                Speaker speaker = stage.speaker();
                BareInserts bare = new BareInserts(stage.database())) {
            IntakeRounds rounds = new IntakeRounds(stage, service, speaker);
            for (int i = 0; i < WARM_UPS; i++) {
                rounds.run(cutoffs);
                bare.rate(IntakeRounds.EVENTS_OF_A_CUTOFF * cutoffs);
            }
            for (int i = 0; i < options.runs(); i++) {
                Run run = rounds.run(cutoffs);
                runs.add(run.beside(bare.rate(IntakeRounds.EVENTS_OF_A_CUTOFF * cutoffs)));
            }
        }
        return List.of(row(runs));
    }

    private Row row(List<Run> runs) {
        return new Row(
                name(),
                List.of(Figure.RATE),
                "bare inserts",
                List.of(Goal.atLeast(Figure.RATIO, 0.25), Goal.atMost(Figure.LOST, 0)),
                runs,
                "of ten events about a cutoff, four move its date; bare inserts write the same row versions in "
                        + BareInserts.BATCH + "s, on " + BareInserts.CONNECTIONS + " connections");
    }
}
