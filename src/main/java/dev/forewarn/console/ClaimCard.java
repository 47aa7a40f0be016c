package dev.forewarn.console;

import dev.forewarn.feed.CutoffDossier.ClaimView;
import dev.forewarn.ledger.CutoffView.WindowView;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What one source says.
 *
 * @param url where it says so: a checked http or https link
 * @param state {@code counts, conflicts, agrees} or {@code withdrawn}
 */
public record ClaimCard(
        String who,
        String source,
        String authority,
        Optional<URI> url,
        Optional<String> via,
        Optional<String> quote,
        Optional<String> summary,
        String date,
        String firmness,
        String state,
        Instant saidAt,
        String said,
        String confirmed,
        boolean missing) {

    static ClaimCard of(ClaimView claim) {
        return new ClaimCard(
                claim.name().orElse(claim.source()),
                claim.source(),
                claim.authority().map(Wording::of).orElse(""),
                claim.url(),
                claim.via(),
                claim.quote(),
                claim.summary(),
                claim.effective()
                        .map(effective -> Wording.date(effective, claim.window().map(WindowView::start)))
                        .orElse("taken back"),
                claim.certainty().map(Wording::of).orElse(""),
                state(claim),
                claim.saidAt(),
                day(claim.saidAt()),
                day(claim.confirmedAt()),
                claim.live() && !claim.confirmed());
    }

    private static String state(ClaimView claim) {
        if (!claim.live()) {
            return "withdrawn";
        }
        if (claim.counts()) {
            return "counts";
        }
        return claim.conflicts() ? "conflicts" : "agrees";
    }

    private static String day(Instant at) {
        return Wording.day(LocalDate.ofInstant(at, ZoneOffset.UTC));
    }
}
