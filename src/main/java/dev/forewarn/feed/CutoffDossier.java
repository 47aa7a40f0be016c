package dev.forewarn.feed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.forewarn.ledger.CutoffView;
import dev.forewarn.ledger.CutoffView.WindowView;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Conflict;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Due;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Replacement;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * All there is to read about a cutoff.
 *
 * @param history its newest 1,000 revisions, oldest first
 * @param schedule the notices to come if nothing changes, soonest first
 * @param raised the newest 1,000 notices so far, oldest first
 */
public record CutoffDossier(
        @JsonUnwrapped CutoffView cutoff,
        List<ClaimView> claims,
        List<ConflictView> conflicts,
        List<RevisionView> history,
        List<DueView> schedule,
        List<RaisedView> raised) {

    /**
     * What one source says.
     *
     * @param confirmedAt when the source last was known to say so
     * @param confirmed whether it was still there when the source was last read whole
     * @param live false once the source has taken it back
     * @param counts whether it is the one that decides
     * @param conflicts whether it does not agree with the one that decides
     */
    public record ClaimView(
            String source,
            Optional<String> name,
            Optional<Authority> authority,
            Optional<URI> url,
            Optional<String> via,
            Optional<String> quote,
            Optional<Effective> effective,
            Optional<WindowView> window,
            Optional<Certainty> certainty,
            Optional<Replacement> replacement,
            Optional<String> summary,
            Optional<LocalDate> announcedOn,
            Instant saidAt,
            Instant confirmedAt,
            boolean confirmed,
            boolean live,
            boolean counts,
            boolean conflicts) {}

    /** A live claim for another time. */
    public record ConflictView(WindowView window, String source, Authority authority) {
        static ConflictView of(Conflict conflict) {
            return new ConflictView(WindowView.of(conflict.window()), conflict.source(), conflict.authority());
        }
    }

    /**
     * The cutoff as it once was.
     *
     * @param source whose event made it so
     * @param recordedAt when that was stored
     */
    public record RevisionView(
            int revision,
            Instant saidAt,
            Instant recordedAt,
            String source,
            Effective effective,
            Optional<WindowView> window,
            Certainty certainty,
            Replacement replacement,
            boolean withdrawn) {

        static RevisionView of(Cutoff cutoff, String source, Instant saidAt, Instant recordedAt) {
            return new RevisionView(
                    cutoff.revision(),
                    saidAt,
                    recordedAt,
                    source,
                    cutoff.standing().effective(),
                    cutoff.window().map(WindowView::of),
                    cutoff.standing().certainty(),
                    cutoff.standing().replacement(),
                    cutoff.withdrawn());
        }
    }

    /** A notice to come. */
    public record DueView(NoticeKind kind, Optional<LeadTime> leadTime, Instant dueAt) {
        static DueView of(Due due) {
            NoticeKind kind = due.leadTime().isPresent() ? NoticeKind.APPROACHING : NoticeKind.REACHED;
            return new DueView(kind, due.leadTime(), due.at());
        }
    }

    /** @param voided whether a later notice has taken its place */
    public record RaisedView(
            String id, NoticeKind kind, Optional<String> leadTime, long position, Instant raisedAt, boolean voided) {}
}
