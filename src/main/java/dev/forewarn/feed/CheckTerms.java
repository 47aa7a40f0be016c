package dev.forewarn.feed;

import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Scope;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * What counts for a check. A filter with nothing in it takes all.
 *
 * @param within how far ahead a cutoff is approaching
 * @param milestones never empty
 */
record CheckTerms(
        Period within,
        List<Milestone> milestones,
        List<String> channels,
        List<String> regions,
        List<String> audiences) {

    static final Period DEFAULT_WITHIN = Period.ofDays(30);

    /** Those that take something away from somebody who uses a subject already. */
    private static final List<Milestone> USUAL = List.of(
            Milestone.READ_ONLY,
            Milestone.BROWNOUT,
            Milestone.SHUTDOWN,
            Milestone.EXPORT_CLOSES,
            Milestone.DATA_DELETION);

    private static final int MAX_YEARS = 10;

    CheckTerms {
        milestones = milestones.isEmpty() ? USUAL : List.copyOf(milestones);
        channels = List.copyOf(channels);
        regions = List.copyOf(regions);
        audiences = List.copyOf(audiences);
    }

    /** @throws IllegalArgumentException if it is no period of calendar days, or too long a one */
    static Period within(String text) {
        Period within = period(text);
        boolean negative = within.getYears() < 0 || within.getMonths() < 0 || within.getDays() < 0;
        if (negative || within.toTotalMonths() > MAX_YEARS * 12L || within.getDays() > MAX_YEARS * 366) {
            throw wrong();
        }
        return within;
    }

    private static Period period(String text) {
        try {
            return Period.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "must be a period of ISO 8601 in days, weeks, months or years, up to P10Y, such as P30D");
    }

    /** Whether a cutoff holds where it was asked for, beside all others of its subject. */
    boolean apply(Cutoff cutoff, List<Cutoff> all) {
        Scope scope = cutoff.key().scope();
        return regions.isEmpty()
                || !scope.region().equals(Scope.EVERYWHERE)
                || regions.stream().anyMatch(region -> all.stream().noneMatch(other -> isOwn(other, region, cutoff)));
    }

    /** "Everywhere" is everywhere that has no cutoff of its own for this milestone, channel and audience. */
    private static boolean isOwn(Cutoff other, String region, Cutoff everywhere) {
        CutoffKey key = everywhere.key();
        Scope scope = key.scope();
        Scope own = new Scope(scope.channel(), region, scope.audience(), scope.occurrence());
        return other.key().equals(new CutoffKey(key.subject(), key.milestone(), own));
    }
}
