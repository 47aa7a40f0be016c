package dev.forewarn.feed;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** All there is to tell of one cutoff, or of one subject. */
@Singleton
public class Stories {

    private final Cutoffs cutoffs;
    private final CutoffStore store;
    private final SubjectStore subjects;
    private final CalendarClock calendar;

    Stories(Cutoffs cutoffs, CutoffStore store, SubjectStore subjects, CalendarClock calendar) {
        this.cutoffs = cutoffs;
        this.store = store;
        this.subjects = subjects;
        this.calendar = calendar;
    }

    /**
     * A cutoff.
     *
     * @param now by the calendar
     */
    public record OfCutoff(Cutoff cutoff, CutoffDossier dossier, Instant now) {}

    /**
     * A subject.
     *
     * @param cutoffs by the start of their window, withdrawn ones among them
     * @param now by the calendar
     */
    public record OfSubject(DescribedSubject subject, List<Cutoff> cutoffs, Instant now) {
        public OfSubject {
            cutoffs = List.copyOf(cutoffs);
        }
    }

    /**
     * Fails with a problem if there is none, or that is neither.
     *
     * @param id or key
     */
    public Uni<OfCutoff> cutoff(String id) {
        return cutoffs.told(parse(id));
    }

    /** Fails with a problem if there is none, or there can't be. */
    public Uni<OfSubject> subject(String provider, String name) {
        return subjects.one(subjectId(provider, name))
                .map(found ->
                        found.orElseThrow(() -> ProblemException.notFound("subject '" + provider + "/" + name + "'")))
                .chain(this::withCutoffs);
    }

    private Uni<OfSubject> withCutoffs(DescribedSubject subject) {
        return store.of(subject.id()).map(found -> new OfSubject(subject, found, calendar.instant()));
    }

    static CutoffId parse(String id) {
        try {
            return CutoffId.named(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.parameter("id", String.valueOf(e.getMessage()));
        }
    }

    static SubjectId subjectId(String provider, String name) {
        try {
            return new SubjectId(provider, name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.parameter("subject", String.valueOf(e.getMessage()));
        }
    }
}
