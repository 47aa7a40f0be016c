package dev.forewarn.feed;

import dev.forewarn.feed.CheckAnswer.Option;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** What to do, and why, in one line. */
record Advice(Action action, String text) {

    /**
     * @param assessment of a subject that is known
     * @param options the subjects that may take its place
     */
    static Advice of(Assessment assessment, List<Option> options, Instant now) {
        return assessment
                .deciding()
                .map(cutoff ->
                        new Advice(action(assessment.verdict()), says(cutoff, now) + " " + instead(cutoff, options)))
                .orElseGet(() -> new Advice(Action.NONE, "No cutoff is known."));
    }

    static Advice unknown() {
        return new Advice(Action.CHECK_NAME, "No subject of that name, and none that is called so, is known here.");
    }

    static Advice ambiguous(List<String> candidates, boolean more) {
        String named = String.join(", ", candidates) + (more ? " and others" : "");
        return new Advice(Action.CHECK_NAME, "More than one subject is called so: " + named + ".");
    }

    private static Action action(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> Action.STOP_USING;
            case APPROACHING -> Action.MIGRATE;
            default -> Action.PLAN;
        };
    }

    private static String says(Cutoff cutoff, Instant now) {
        String what = cutoff.key().milestone().word().replace('_', ' ');
        return cutoff.window()
                .map(window -> what + " " + when(cutoff, window) + left(cutoff, window, now) + ".")
                .orElse(what + " is announced without a date.");
    }

    private static String left(Cutoff cutoff, Window window, Instant now) {
        int days = window.daysLeft(now);
        return switch (cutoff.status(now)) {
            case UPCOMING -> days == 1 ? ", 1 day left" : ", " + days + " days left";
            case OPEN -> ", any moment now";
            default -> ", over";
        };
    }

    private static String when(Cutoff cutoff, Window window) {
        String at = at(cutoff.standing().effective(), window);
        return switch (cutoff.standing().certainty()) {
            case COMMITTED -> "on " + at;
            case EARLIEST -> "not before " + at;
            case TENTATIVE -> "perhaps on " + at;
        };
    }

    private static String at(Effective effective, Window window) {
        if (effective instanceof Effective.In month) {
            return month.in().toString();
        }
        return effective instanceof Effective.At instant
                ? instant.at().toString()
                : LocalDate.ofInstant(window.start(), window.zone()).toString();
    }

    private static String instead(Cutoff cutoff, List<Option> options) {
        Replacement replacement = cutoff.standing().replacement();
        if (!options.isEmpty()) {
            return "Use instead: " + options.stream().map(Advice::named).collect(Collectors.joining(", ")) + ".";
        }
        return replacement
                .url()
                .map(url -> "What to use instead: " + url)
                .orElse(
                        replacement.status() == Replacement.Status.NONE_PUBLISHED
                                ? "No replacement is published."
                                : "No replacement is known.");
    }

    private static String named(Option option) {
        return switch (option.verdict()) {
            case APPROACHING -> option.subject() + " (which ends soon itself)";
            case PASSED -> option.subject() + " (which has ended itself)";
            default -> option.subject();
        };
    }
}
