package dev.forewarn.lifecycle;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds what counts among the claims about one cutoff: a pure function of the claims, so that the order in which events
 * arrive does not matter.
 */
final class Resolution {

    private final Derivation derivation;

    Resolution(Derivation derivation) {
        this.derivation = derivation;
    }

    /** Empty if no claim is live. */
    Optional<Standing> of(Collection<Claim> claims) {
        List<Claim> live = claims.stream().filter(Claim::live).toList();
        return live.stream().max(Claim.PRECEDENCE).map(counting -> standing(counting, live));
    }

    private Standing standing(Claim counting, List<Claim> live) {
        Statement statement = counting.statement();
        Optional<Window> window = window(counting);
        return new Standing(
                statement.subject(),
                statement.effective(),
                window,
                certainty(statement),
                statement.replacement(),
                counting.source(),
                live.size(),
                (int) live.stream()
                        .filter(claim -> claim.equals(counting) || agree(window, window(claim)))
                        .count(),
                conflicts(window, live));
    }

    private List<Conflict> conflicts(Optional<Window> window, List<Claim> live) {
        return live.stream()
                .sorted(Comparator.comparing(Claim::source))
                .flatMap(claim -> window(claim)
                        .filter(other -> !window.map(other::overlaps).orElse(false))
                        .map(other -> new Conflict(
                                other,
                                claim.source(),
                                claim.statement().claimedBy().authority()))
                        .stream())
                .toList();
    }

    private static boolean agree(Optional<Window> one, Optional<Window> other) {
        return one.isEmpty() ? other.isEmpty() : other.map(one.get()::overlaps).orElse(false);
    }

    private Optional<Window> window(Claim claim) {
        return derivation.window(claim.statement().effective());
    }

    /** A date that hangs on others is a bound, whatever was said. */
    private static Certainty certainty(Statement statement) {
        return statement.effective() instanceof Effective.After ? Certainty.EARLIEST : statement.certainty();
    }
}
