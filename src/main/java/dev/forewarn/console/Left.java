package dev.forewarn.console;

import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How much time there is.
 *
 * @param number the large figure, or a word in its place
 * @param unit what the figure counts; empty beside a word
 * @param urgency how pressing it is: {@code soon, near, later, gone} or {@code none}
 */
public record Left(String number, String unit, String urgency) {

    private static final int SOON = 30;
    private static final int NEAR = 90;

    static Left of(Cutoff cutoff, Instant now) {
        if (cutoff.withdrawn()) {
            return new Left("–", "withdrawn", "gone");
        }
        Optional<Window> window = cutoff.window();
        return window.map(dated -> of(dated, now)).orElseGet(() -> new Left("?", "no date", "none"));
    }

    private static Left of(Window window, Instant now) {
        if (window.endsBy(now)) {
            long ago = ChronoUnit.DAYS.between(last(window), day(window, now));
            return ago == 0
                    ? new Left("today", "it was", "gone")
                    : new Left("%,d".formatted(ago), unit(ago) + " ago", "gone");
        }
        if (window.startsBy(now)) {
            return window.end().isPresent() ? new Left("now", "under way", "soon") : new Left("any", "day now", "soon");
        }
        int days = window.daysLeft(now);
        return days == 0
                ? new Left("today", "it starts", "soon")
                : new Left("%,d".formatted(days), unit(days) + " left", urgency(days));
    }

    private static LocalDate last(Window window) {
        return day(window, window.end().map(end -> end.minusSeconds(1)).orElse(window.start()));
    }

    private static LocalDate day(Window window, Instant at) {
        return LocalDate.ofInstant(at, window.zone());
    }

    private static String unit(long days) {
        return days == 1 ? "day" : "days";
    }

    private static String urgency(int days) {
        if (days <= SOON) {
            return "soon";
        }
        return days <= NEAR ? "near" : "later";
    }
}
