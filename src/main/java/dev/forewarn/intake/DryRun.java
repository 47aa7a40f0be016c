package dev.forewarn.intake;

import dev.forewarn.ledger.Ledger;
import dev.forewarn.ledger.Ledger.Rehearsed;
import dev.forewarn.ledger.Said;
import dev.forewarn.ledger.Verdict;
import dev.forewarn.notice.Rehearsal;
import dev.forewarn.notice.Rehearsal.Foretold;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Tells what would follow from events, and writes nothing. */
@Singleton
class DryRun {

    private final Ledger ledger;
    private final Rehearsal rehearsal;

    DryRun(Ledger ledger, Rehearsal rehearsal) {
        this.ledger = ledger;
        this.rehearsal = rehearsal;
    }

    /**
     * What would follow.
     *
     * @param accepted how many events would be stored
     * @param repeated how many were stored before, and would change nothing
     * @param total how many notices would be raised
     * @param notices the first 100 of them
     */
    record Forecast(boolean dryRun, long accepted, long repeated, int total, List<Foretold> notices) {
        Forecast {
            notices = List.copyOf(notices);
        }
    }

    /**
     * Fails with a problem, 422, if an event would be rejected.
     *
     * @param pointers to each event in what was sent
     */
    Uni<Forecast> of(List<Said> said, List<String> pointers) {
        return ledger.rehearse(said)
                .invoke(rehearsed -> requireNoneRefused(rehearsed.verdicts(), pointers))
                .flatMap(rehearsed -> rehearsal.of(rehearsed.notices()).map(notices -> forecast(rehearsed, notices)));
    }

    private static void requireNoneRefused(List<Verdict> verdicts, List<String> pointers) {
        List<Problem.Fault> faults = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i) instanceof Verdict.Refused refused) {
                faults.add(Problem.Fault.at(pointers.get(i) + refused.pointer(), refused.reason()));
            }
        }
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(faults);
        }
    }

    private static Forecast forecast(Rehearsed rehearsed, List<Foretold> notices) {
        List<Verdict> verdicts = rehearsed.verdicts();
        return new Forecast(
                true,
                verdicts.stream().filter(Verdict.Stored.class::isInstance).count(),
                verdicts.stream().filter(Verdict.Repeated.class::isInstance).count(),
                rehearsed.notices().size(),
                notices);
    }
}
