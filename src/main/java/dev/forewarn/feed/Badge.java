package dev.forewarn.feed;

import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Status;
import dev.forewarn.lifecycle.Window;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a badge says.
 *
 * @param label what it is about
 * @param text the nearest cutoff, in words: nobody has to tell colours apart
 */
record Badge(String label, String text, Urgency urgency) {

    /** How pressing it is; white letters on each of these colours have a contrast of 5 to 1 or more (WCAG 2, 1.4.3). */
    enum Urgency {
        PASSED("#8b1a1a"),
        WITHIN_A_MONTH("#b3261e"),
        WITHIN_A_QUARTER("#8a4b00"),
        LATER("#1f6f3f"),
        NONE("#555555");

        private final String color;

        Urgency(String color) {
            this.color = color;
        }

        String color() {
            return color;
        }

        static Urgency of(int daysLeft) {
            if (daysLeft <= 30) {
                return WITHIN_A_MONTH;
            }
            return daysLeft <= 90 ? WITHIN_A_QUARTER : LATER;
        }
    }

    private static final Comparator<Cutoff> BY_START =
            Comparator.comparing(cutoff -> cutoff.window().map(Window::start).orElse(Instant.MAX));

    static Badge unknown(String subject) {
        return new Badge(subject, "unknown subject", Urgency.NONE);
    }

    /** @param cutoffs those of the subject that are not withdrawn */
    static Badge of(String subject, List<Cutoff> cutoffs, Instant now) {
        return nearest(cutoffs, now)
                .map(cutoff -> of(subject, cutoff, now))
                .orElseGet(() -> new Badge(subject, "no cutoff known", Urgency.NONE));
    }

    /** What happens now, else what comes next, else what may have happened, else what has, else what has no date. */
    private static Optional<Cutoff> nearest(List<Cutoff> cutoffs, Instant now) {
        return cutoffs.stream()
                .min(Comparator.<Cutoff>comparingInt(cutoff -> rank(cutoff, now))
                        .thenComparing((one, other) ->
                                ahead(one, now) ? BY_START.compare(one, other) : BY_START.compare(other, one))
                        .thenComparing(Cutoff::id));
    }

    private static int rank(Cutoff cutoff, Instant now) {
        return switch (cutoff.status(now)) {
            case OPEN -> cutoff.committed() ? 0 : 2;
            case UPCOMING -> 1;
            case PASSED -> 3;
            case UNDATED -> 4;
            case WITHDRAWN -> 5;
        };
    }

    private static boolean ahead(Cutoff cutoff, Instant now) {
        return cutoff.status(now) == Status.UPCOMING;
    }

    private static Badge of(String subject, Cutoff cutoff, Instant now) {
        String what = Wording.of(cutoff.key().milestone());
        String date =
                Wording.date(cutoff.standing().effective(), cutoff.window().map(Window::start))
                        + Wording.firmness(cutoff.standing().certainty());
        return switch (cutoff.status(now)) {
            case UPCOMING ->
                upcoming(subject, what, date, cutoff.window().orElseThrow().daysLeft(now));
            case OPEN ->
                new Badge(
                        subject, what + (cutoff.committed() ? " now, " : " any day, ") + date, Urgency.WITHIN_A_MONTH);
            case PASSED -> new Badge(subject, what + " passed, " + date, Urgency.PASSED);
            case UNDATED -> new Badge(subject, what + ", no date yet", Urgency.NONE);
            case WITHDRAWN -> new Badge(subject, what + " withdrawn", Urgency.NONE);
        };
    }

    private static Badge upcoming(String subject, String what, String date, int daysLeft) {
        return new Badge(subject, what + " " + Wording.days(daysLeft) + ", " + date, Urgency.of(daysLeft));
    }
}
