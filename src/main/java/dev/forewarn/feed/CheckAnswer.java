package dev.forewarn.feed;

import dev.forewarn.ledger.CutoffView;
import dev.forewarn.ledger.CutoffView.WindowView;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Replacement;
import java.net.URI;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * What a check has found.
 *
 * @param verdict the worst of all items
 * @param items in the order in which they were asked for
 */
record CheckAnswer(Verdict verdict, Period within, List<Item> items) {

    CheckAnswer {
        items = List.copyOf(items);
    }

    /**
     * One subject.
     *
     * @param asked as it was asked for
     * @param subject null if it is not known which is meant
     * @param advice the same in words
     * @param daysLeft to the start of the cutoff, in calendar days of its zone; 0 once it has started
     * @param cutoff the one that decides: of those with this verdict, the one that starts first
     * @param others how many more cutoffs count for it
     * @param replacement null if there is no cutoff
     * @param evidence who says so
     * @param candidates the subjects that are called so, if there are several
     */
    record Item(
            String asked,
            Optional<String> subject,
            Verdict verdict,
            Action action,
            String advice,
            Optional<Integer> daysLeft,
            Optional<CutoffView> cutoff,
            int others,
            Optional<Instead> replacement,
            List<Evidence> evidence,
            List<String> candidates) {

        Item {
            evidence = List.copyOf(evidence);
            candidates = List.copyOf(candidates);
        }
    }

    /** What to use instead, and what is known of that. */
    record Instead(Replacement.Status status, Optional<URI> url, List<Option> subjects) {
        Instead {
            subjects = List.copyOf(subjects);
        }
    }

    /** @param verdict on the replacement itself */
    record Option(String subject, Verdict verdict) {}

    /**
     * What one source says of the cutoff.
     *
     * @param confirmedAt when it was last known to say so
     * @param confirmed whether it was still there when the source was last read whole
     * @param counts whether it is the one that decides
     * @param conflicts whether it does not agree with the one that decides
     */
    record Evidence(
            String source,
            Optional<String> name,
            Optional<Authority> authority,
            Optional<URI> url,
            Optional<WindowView> window,
            Instant saidAt,
            Instant confirmedAt,
            boolean confirmed,
            boolean counts,
            boolean conflicts) {

        static Evidence of(CutoffDossier.ClaimView claim) {
            return new Evidence(
                    claim.source(),
                    claim.name(),
                    claim.authority(),
                    claim.url(),
                    claim.window(),
                    claim.saidAt(),
                    claim.confirmedAt(),
                    claim.confirmed(),
                    claim.counts(),
                    claim.conflicts());
        }
    }
}
