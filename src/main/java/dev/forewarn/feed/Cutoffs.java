package dev.forewarn.feed;

import dev.forewarn.feed.CutoffDossier.ConflictView;
import dev.forewarn.feed.CutoffDossier.DueView;
import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.ledger.CutoffView;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.Ladder;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.web.Page;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows cutoffs as they stand by the calendar. */
@Singleton
final class Cutoffs {

    private final CutoffStore store;
    private final DossierStore dossiers;
    private final CalendarClock calendar;
    private final Answers answers;

    Cutoffs(CutoffStore store, DossierStore dossiers, CalendarClock calendar, Answers answers) {
        this.store = store;
        this.dossiers = dossiers;
        this.calendar = calendar;
        this.answers = answers;
    }

    Uni<Page<CutoffView>> list(CutoffQuery query) {
        Instant now = calendar.instant();
        return store.list(query, now).map(page -> new Page<>(views(page.items(), now), page.next()));
    }

    Uni<List<CutoffView>> of(SubjectId subject) {
        return store.of(subject).map(cutoffs -> views(cutoffs, calendar.instant()));
    }

    /** Fails with a problem if there is none. */
    Uni<CutoffDossier> one(CutoffId id) {
        return dossiers.read(id).map(stored -> stored.counting()
                .map(counting -> dossier(counting, stored))
                .orElseThrow(() -> missing(id)));
    }

    /** The same, for somebody who reads it. */
    Uni<Stories.OfCutoff> told(CutoffId id) {
        return dossiers.read(id).map(stored -> stored.counting()
                .map(counting -> new Stories.OfCutoff(counting.cutoff(), dossier(counting, stored), calendar.instant()))
                .orElseThrow(() -> missing(id)));
    }

    private static ProblemException missing(CutoffId id) {
        return ProblemException.notFound("cutoff '" + id + "'");
    }

    private CutoffDossier dossier(DossierStore.Counting counting, DossierStore.Stored stored) {
        Cutoff cutoff = counting.cutoff();
        return new CutoffDossier(
                view(cutoff, calendar.instant()),
                stored.claims().stream().map(claim -> claim.view(cutoff)).toList(),
                cutoff.standing().conflicts().stream().map(ConflictView::of).toList(),
                stored.history(),
                schedule(cutoff, counting.nextDueAt()),
                stored.raised());
    }

    // From what is stored as due next: the rungs before were raised, or were dropped when the date changed.
    private static List<DueView> schedule(Cutoff cutoff, Optional<Instant> nextDueAt) {
        return nextDueAt.stream()
                .flatMap(due -> Ladder.ahead(cutoff, due.minusNanos(1)).stream())
                .map(DueView::of)
                .toList();
    }

    private List<CutoffView> views(List<Cutoff> cutoffs, Instant now) {
        return cutoffs.stream().map(cutoff -> view(cutoff, now)).toList();
    }

    private CutoffView view(Cutoff cutoff, Instant now) {
        return CutoffView.of(cutoff, now, answers.base());
    }
}
