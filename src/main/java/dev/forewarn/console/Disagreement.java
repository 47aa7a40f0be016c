package dev.forewarn.console;

import dev.forewarn.feed.CutoffDossier.ClaimView;
import dev.forewarn.ledger.CutoffView.WindowView;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Cutoff;
import java.util.List;
import java.util.Optional;

/**
 * That sources disagree, and why one of them counts.
 *
 * @param counting who says what counts
 * @param others who says otherwise
 * @param reason why the one counts
 */
public record Disagreement(Voice counting, List<Voice> others, String reason) {

    /** Somebody who says something. */
    public record Voice(String who, String authority, String date) {
        static Voice of(ClaimView claim) {
            return new Voice(
                    claim.name().orElse(claim.source()),
                    claim.authority().map(Wording::of).orElse(""),
                    claim.effective()
                            .map(effective ->
                                    Wording.date(effective, claim.window().map(WindowView::start)))
                            .orElse(""));
        }
    }

    public Disagreement {
        others = List.copyOf(others);
    }

    static Optional<Disagreement> of(Cutoff cutoff, List<ClaimView> claims) {
        List<ClaimView> others = claims.stream().filter(ClaimView::conflicts).toList();
        return claims.stream()
                .filter(claim -> claim.counts() && !others.isEmpty() && !cutoff.withdrawn())
                .map(claim -> new Disagreement(
                        Voice.of(claim), others.stream().map(Voice::of).toList(), reason(claim, others)))
                .findFirst();
    }

    private static String reason(ClaimView counting, List<ClaimView> others) {
        Authority authority = counting.authority().orElse(Authority.TRACKER);
        boolean equal = others.stream().anyMatch(other -> other.authority().equals(counting.authority()));
        return equal
                ? "Of sources with the same authority, the one that spoke last counts."
                : "What " + article(authority) + " source says counts for more.";
    }

    private static String article(Authority authority) {
        return (authority == Authority.OFFICIAL ? "an " : "a ") + Wording.of(authority);
    }
}
