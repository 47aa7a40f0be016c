package dev.forewarn.feed;

import dev.forewarn.ledger.CutoffView.WindowView;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.Word;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What calendars, feed readers and badges say in words. */
final class Wording {

    private Wording() {}

    /** A word of a vocabulary as people write it. */
    static String of(Word word) {
        return word.word().replace('_', ' ');
    }

    /** When it is, as precisely as it was said. */
    static String date(Effective effective, Optional<Instant> start) {
        if (effective instanceof Effective.On day) {
            return day.on().toString();
        }
        if (effective instanceof Effective.In month) {
            return month.in().toString();
        }
        return start.map(Wording::instant).orElse("no date");
    }

    static String date(Effective effective, WindowView window) {
        return date(effective, Optional.of(window.start()));
    }

    private static String instant(Instant at) {
        boolean midnight = at.equals(at.truncatedTo(ChronoUnit.DAYS));
        return midnight
                ? LocalDate.ofInstant(at, ZoneOffset.UTC).toString()
                : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** How firmly the date stands, where it is not promised. */
    static String firmness(Certainty certainty) {
        return switch (certainty) {
            case COMMITTED -> "";
            case EARLIEST -> " (not before)";
            case TENTATIVE -> " (tentative)";
        };
    }

    /** For whom, where it is not for all. */
    static String scope(SubjectId subject, Scope scope) {
        String parts = Stream.of(
                        Stream.of(scope.channel()).filter(channel -> !channel.equals(subject.provider())),
                        Stream.of(scope.region()),
                        Stream.of(scope.audience()),
                        scope.occurrence().stream())
                .flatMap(each -> each)
                .filter(each -> !each.equals(Scope.EVERYWHERE))
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? "" : " [" + parts + "]";
    }

    static String replacement(Replacement replacement) {
        String named = Stream.concat(
                        replacement.subjects().stream().map(SubjectId::toString),
                        replacement.url().map(URI::toString).stream())
                .collect(Collectors.joining(", "));
        return of(replacement.status()) + (named.isEmpty() ? "" : ": " + named);
    }

    static String days(long days) {
        return switch ((int) days) {
            case 0 -> "today";
            case 1 -> "tomorrow";
            default -> "in " + days + " days";
        };
    }
}
