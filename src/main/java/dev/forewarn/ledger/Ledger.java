package dev.forewarn.ledger;

import dev.forewarn.ledger.LedgerReading.Held;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.Docket;
import dev.forewarn.lifecycle.Docket.ClaimOf;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.Due;
import dev.forewarn.lifecycle.LifecycleEvent.AboutCutoff;
import dev.forewarn.sql.ShortTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Appends events, in one transaction a batch with a constant number of statements.
 *
 * <pre>
 *   batch ─▶ begin, take in, lock, read ─▶ judge ─▶ fold ─▶ write, aftermath, commit ─▶ wake
 *                    (one flight)         repeated?              (one flight)
 * </pre>
 */
@Singleton
public class Ledger {

    private static final String ONE_MOMENT = "set transaction isolation level repeatable read, read only";
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);
    private static final int OVERTAKEN_AT_MOST = 20;

    private final Pool pool;
    private final LedgerReading reading;
    private final LedgerWriting writing;
    private final Aftermath aftermath;
    private final CalendarClock calendar;
    private final InstantSource wall;

    Ledger(
            Pool pool,
            LedgerReading reading,
            LedgerWriting writing,
            Aftermath aftermath,
            CalendarClock calendar,
            InstantSource wall) {
        this.pool = pool;
        this.reading = reading;
        this.writing = writing;
        this.aftermath = aftermath;
        this.calendar = calendar;
        this.wall = wall;
    }

    /**
     * Stores each event once, and what follows from it.
     *
     * @return a verdict for each event, in the same order
     */
    public Uni<List<Verdict>> append(List<Said> said) {
        int together = Batch.together(said);
        List<Said> rest = said.subList(together, said.size());
        Uni<List<Verdict>> first = appendTogether(said.subList(0, together));
        return rest.isEmpty() ? first : first.flatMap(verdicts -> append(rest).map(more -> joined(verdicts, more)));
    }

    /** Somebody else has stored a cutoff that was not there when this looked: no fault of the events. */
    private static final class Overtaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Overtaken(Throwable cause) {
            super(cause);
        }
    }

    private static List<Verdict> joined(List<Verdict> first, List<Verdict> more) {
        return Stream.concat(first.stream(), more.stream()).toList();
    }

    private Uni<List<Verdict>> appendTogether(List<Said> said) {
        Batch batch = new Batch(said);
        return ShortTransaction.in(pool, transaction -> append(transaction, batch), Appended::committed)
                // What was overtaken finds the other's row when it looks again.
                .onFailure(LedgerWriting::overtaken)
                .transform(Overtaken::new)
                .onFailure(Overtaken.class)
                .retry()
                .atMost(OVERTAKEN_AT_MOST)
                .map(appended -> appended.verdicts().of(said));
    }

    /**
     * What would become of events, and which notices would follow.
     *
     * @param verdicts one for each event, in the same order
     */
    public record Rehearsed(List<Verdict> verdicts, List<Draft> notices) {
        public Rehearsed {
            verdicts = List.copyOf(verdicts);
            notices = List.copyOf(notices);
        }
    }

    /** Folds the events as {@link #append} would now, on what is held at one moment; writes and locks nothing. */
    public Uni<Rehearsed> rehearse(List<Said> said) {
        Batch batch = new Batch(said);
        return pool.withTransaction(tx -> tx.query(ONE_MOMENT)
                        .execute()
                        .chain(() -> reading.look(tx, batch))
                        .flatMap(held -> judge(tx, batch, held))
                        .flatMap(judged -> fold(tx, judged)))
                .map(judged -> new Rehearsed(
                        judged.verdicts().of(said), judged.docket().notices()));
    }

    private record Appended(Verdicts verdicts, Runnable wake) {
        void committed() {
            wake.run();
        }
    }

    private Uni<Appended> append(ShortTransaction transaction, Batch batch) {
        SqlConnection tx = transaction.connection();
        return reading.take(tx, batch)
                .flatMap(held -> judge(tx, batch, held))
                .flatMap(judged -> fold(tx, judged))
                .flatMap(folded -> write(transaction, folded));
    }

    private record Judged(Verdicts verdicts, List<Said> fresh, Held held, Docket docket) {}

    private Uni<Judged> judge(SqlConnection tx, Batch batch, Held held) {
        Verdicts verdicts = new Verdicts(batch);
        List<Said> fresh = batch.inOrder().stream()
                .filter(said -> held.inserted().contains(said.name()))
                .toList();
        Docket docket = new Docket(held.dossiers(), calendar.instant());
        Judged judged = new Judged(verdicts, fresh, held, docket);
        Set<Said.Name> known = new HashSet<>(batch.names());
        known.removeAll(held.inserted());
        return known.isEmpty()
                ? Uni.createFrom().item(judged)
                : reading.digests(tx, known).invoke(verdicts::repeated).replaceWith(judged);
    }

    private Uni<Judged> fold(SqlConnection tx, Judged judged) {
        List<AboutCutoff> events = judged.fresh().stream()
                .map(Said::event)
                .filter(AboutCutoff.class::isInstance)
                .map(AboutCutoff.class::cast)
                .toList();
        Set<ClaimOf> outOfOrder = judged.docket().outOfOrder(events);
        Uni<Judged> ready = outOfOrder.isEmpty()
                ? Uni.createFrom().item(judged)
                : reading.histories(tx, outOfOrder, id -> judged.docket()
                                .dossier(new CutoffId(id))
                                .key())
                        .invoke(histories -> addHistories(judged, histories, events))
                        .replaceWith(judged);
        return ready.invoke(folding -> fold(folding));
    }

    /** A history holds what came before this batch: its own events are added as they are folded. */
    private static void addHistories(
            Judged judged, Map<ClaimOf, List<AboutCutoff>> histories, List<AboutCutoff> events) {
        var fresh = events.stream().map(AboutCutoff::ref).collect(Collectors.toSet());
        histories.forEach((claim, history) -> judged.docket()
                .dossier(claim.cutoff())
                .addHistory(
                        claim.source(),
                        history.stream()
                                .filter(event -> !fresh.contains(event.ref()))
                                .toList()));
    }

    private void fold(Judged judged) {
        Instant now = wall.instant();
        for (Said said : judged.fresh()) {
            if (said.event() instanceof AboutCutoff about
                    && fold(judged.docket(), about, asOf(said, now)) instanceof Docket.ClosesCycle cycle) {
                judged.verdicts().refuse(said, cycle);
            }
        }
    }

    /**
     * What has passed is judged as of when the event was written, so that the moments it took to get here, which are days
     * where a trial runs fast, change nothing. One that has waited long, or claims to come from the future, is judged as
     * of now: it must not raise what would have been due meanwhile.
     */
    private Instant asOf(Said said, Instant now) {
        Instant written = said.writtenAt();
        boolean justNow = !written.isAfter(now) && written.isAfter(now.minus(ON_ITS_WAY));
        return calendar.at(justNow ? written : now);
    }

    private static Docket.Folded fold(Docket docket, AboutCutoff event, Instant asOf) {
        return FoldingFailure.of(() -> docket.fold(event, asOf));
    }

    /** One flight, up to the commit. */
    private Uni<Appended> write(ShortTransaction transaction, Judged judged) {
        SqlConnection tx = transaction.connection();
        Verdicts verdicts = judged.verdicts();
        List<Said> accepted = judged.fresh().stream().filter(verdicts::stored).toList();
        Docket docket = judged.docket();
        return Uni.combine()
                .all()
                .unis(
                        writing.drop(tx, verdicts.refusedOf(judged.fresh())),
                        writing.put(tx, judged.held(), docket, accepted, wall.instant()),
                        aftermath.write(transaction, docket.notices(), nextDue(docket)))
                .with((dropped, put, wake) -> new Appended(verdicts, wake));
    }

    private static Optional<Instant> nextDue(Docket docket) {
        return docket.changed().stream()
                .flatMap(dossier -> dossier.next().stream())
                .map(Due::at)
                .min(Comparator.naturalOrder());
    }
}
