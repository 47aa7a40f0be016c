package dev.forewarn.feed;

import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Window;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the cutoffs of one subject mean to somebody who uses it.
 *
 * <pre>
 *   upcoming, not within ─▶ clear       open ──────────▶ approaching: it may be off by now, nobody promised
 *   upcoming, within ─────▶ approaching passed ────────▶ passed
 *   undated ──────────────▶ clear       brownout, over ▶ counts no more: it is back
 * </pre>
 *
 * @param deciding of those with the worst verdict, the one that starts first; empty if nothing counts
 * @param others how many count beside it
 */
record Assessment(Verdict verdict, Optional<Cutoff> deciding, int others) {

    private record Judged(Cutoff cutoff, Verdict verdict) {

        Instant start() {
            return cutoff.window().map(Window::start).orElse(Instant.MAX);
        }
    }

    private static final Comparator<Judged> WORST_AND_FIRST = Comparator.comparing(Judged::verdict)
            .reversed()
            .thenComparing(Judged::start)
            .thenComparing(judged -> judged.cutoff().key());

    /** One of which nobody knows anything. */
    static final Assessment UNKNOWN = new Assessment(Verdict.UNKNOWN, Optional.empty(), 0);

    private static final Assessment CLEAR = new Assessment(Verdict.CLEAR, Optional.empty(), 0);

    /**
     * @param cutoffs of the subject, as far as the terms name their milestones, channels, regions and audiences
     * @param now by the calendar
     */
    static Assessment of(List<Cutoff> cutoffs, CheckTerms terms, Instant now) {
        List<Judged> judged = cutoffs.stream()
                .filter(cutoff -> terms.apply(cutoff, cutoffs))
                .filter(cutoff -> !isBack(cutoff, now))
                .map(cutoff -> new Judged(cutoff, verdict(cutoff, terms, now)))
                .sorted(WORST_AND_FIRST)
                .toList();
        return judged.stream()
                .findFirst()
                .map(worst -> new Assessment(worst.verdict(), Optional.of(worst.cutoff()), judged.size() - 1))
                .orElse(CLEAR);
    }

    private static boolean isBack(Cutoff cutoff, Instant now) {
        return cutoff.key().milestone() == Milestone.BROWNOUT
                && cutoff.window().filter(window -> window.endsBy(now)).isPresent();
    }

    private static Verdict verdict(Cutoff cutoff, CheckTerms terms, Instant now) {
        return switch (cutoff.status(now)) {
            case PASSED -> Verdict.PASSED;
            case OPEN -> Verdict.APPROACHING;
            case UPCOMING -> near(cutoff, terms, now) ? Verdict.APPROACHING : Verdict.CLEAR;
            case UNDATED, WITHDRAWN -> Verdict.CLEAR;
        };
    }

    private static boolean near(Cutoff cutoff, CheckTerms terms, Instant now) {
        return cutoff.window()
                .filter(window -> window.startsWithin(terms.within(), now))
                .isPresent();
    }
}
