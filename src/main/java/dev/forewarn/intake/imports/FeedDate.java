package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Effective;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date as feeds write it.
 *
 * @param notBefore whether it is said to be a bound: it may come later
 */
record FeedDate(Effective effective, boolean notBefore) {

    private static final int MAX_LENGTH = 100;

    /** What stands where there is no date. */
    private static final Set<String> NONE = Set.of(
            "-",
            "--",
            "---",
            "–",
            "—",
            "n/a",
            "na",
            "nil",
            "none",
            "null",
            "?",
            "tbd",
            "tba",
            "unknown",
            "undetermined",
            "to be determined",
            "to be announced",
            "not announced",
            "not yet announced",
            "not scheduled",
            "not yet scheduled",
            "no date");

    private static final Pattern BOUND_BEFORE = Pattern.compile(
            "(?:not? (?:earlier|sooner|before)(?: than)?|not before|earliest|on or after|at the earliest|>=|≥)[: ]*");
    private static final Pattern BOUND_BEHIND =
            Pattern.compile(",? *(?:or later|or after|at the earliest|\\(earliest\\)|\\(at the earliest\\)|\\+)$");

    /** Undated, if there is no text or it says so. */
    static FeedDate parse(Optional<String> text) {
        return text.map(FeedDate::parse).orElseGet(() -> new FeedDate(new Effective.Undated(), false));
    }

    /** @throws Unclear if it could mean more than one date, or none */
    static FeedDate parse(String text) {
        String written = text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        if (written.isEmpty() || NONE.contains(written)) {
            return new FeedDate(new Effective.Undated(), false);
        }
        if (written.length() > MAX_LENGTH) {
            throw new Unclear("a date of " + written.length() + " characters can't be read");
        }
        return bounded(written);
    }

    /** A day that is told beside what matters: empty if there is none that is clear. */
    static Optional<LocalDate> day(Optional<String> text) {
        try {
            return parse(text).effective() instanceof Effective.On on ? Optional.of(on.on()) : Optional.empty();
        } catch (Unclear e) {
            return Optional.empty();
        }
    }

    private static FeedDate bounded(String written) {
        Matcher before = BOUND_BEFORE.matcher(written);
        if (before.lookingAt()) {
            return new FeedDate(Spelling.read(written.substring(before.end())), true);
        }
        Matcher behind = BOUND_BEHIND.matcher(written);
        return behind.find()
                ? new FeedDate(Spelling.read(written.substring(0, behind.start())), true)
                : new FeedDate(Spelling.read(written), false);
    }

    /** The first day that is meant, where it is a day or a month. */
    Optional<LocalDate> start() {
        return effective.window().map(window -> LocalDate.ofInstant(window.start(), ZoneOffset.UTC));
    }
}
