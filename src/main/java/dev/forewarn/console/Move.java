package dev.forewarn.console;

import dev.forewarn.feed.CutoffDossier.RevisionView;
import dev.forewarn.ledger.CutoffView.WindowView;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A revision, in words.
 *
 * @param date what it was then
 * @param change what had changed
 * @param later whether the date moved to a later one, and {@code earlier} to an earlier
 * @param said when that was said
 * @param source whose event made it so
 */
public record Move(
        int revision,
        String date,
        String firmness,
        String change,
        boolean later,
        boolean earlier,
        Instant at,
        String said,
        String source) {

    private static final Duration DAY = Duration.ofDays(1);

    static List<Move> of(List<RevisionView> history) {
        List<Move> moves = new ArrayList<>();
        Optional<RevisionView> before = Optional.empty();
        for (RevisionView revision : history) {
            moves.add(of(revision, before));
            before = Optional.of(revision);
        }
        return List.copyOf(moves);
    }

    /** How the date went, if it did. */
    static Optional<String> sentence(List<Move> moves) {
        List<String> dates = new ArrayList<>();
        for (Move move : moves) {
            if (dates.isEmpty() || !dates.get(dates.size() - 1).equals(move.date())) {
                dates.add(move.date());
            }
        }
        return dates.size() < 2
                ? Optional.empty()
                : Optional.of("Moved from " + String.join(" to ", shortened(dates)) + ".");
    }

    /** The year is said once, where it is the same all along. */
    private static List<String> shortened(List<String> dates) {
        String last = dates.get(dates.size() - 1);
        String year = last.substring(last.lastIndexOf(' ') + 1);
        boolean same = year.matches("[0-9]{4}") && dates.stream().allMatch(date -> date.endsWith(" " + year));
        return dates.stream()
                .map(date -> same && !date.equals(last) ? date.substring(0, date.lastIndexOf(' ')) : date)
                .toList();
    }

    private static Move of(RevisionView revision, Optional<RevisionView> before) {
        int direction = before.map(earlier -> direction(earlier, revision)).orElse(0);
        return new Move(
                revision.revision(),
                revision.withdrawn() ? "withdrawn" : date(revision),
                Wording.of(revision.certainty()),
                before.map(earlier -> change(earlier, revision)).orElse("first said"),
                direction > 0,
                direction < 0,
                revision.saidAt(),
                Wording.day(LocalDate.ofInstant(revision.saidAt(), ZoneOffset.UTC)),
                revision.source());
    }

    private static String date(RevisionView revision) {
        return Wording.date(revision.effective(), revision.window().map(WindowView::start));
    }

    private static int direction(RevisionView before, RevisionView after) {
        return before.window().isEmpty() || after.window().isEmpty()
                ? 0
                : after.window().get().start().compareTo(before.window().get().start());
    }

    private static String change(RevisionView before, RevisionView after) {
        if (after.withdrawn()) {
            return "withdrawn";
        }
        if (before.withdrawn()) {
            return "announced again";
        }
        int direction = direction(before, after);
        if (direction != 0) {
            return days(before, after) + (direction > 0 ? " later" : " earlier");
        }
        if (before.window().isPresent() != after.window().isPresent()) {
            return after.window().isPresent() ? "got a date" : "has no date any more";
        }
        return before.certainty() == after.certainty() ? rest(before, after) : "now " + Wording.of(after.certainty());
    }

    private static String rest(RevisionView before, RevisionView after) {
        return before.replacement().equals(after.replacement()) ? "said more precisely" : "another replacement";
    }

    private static String days(RevisionView before, RevisionView after) {
        Duration between = Duration.between(
                        before.window().orElseThrow().start(),
                        after.window().orElseThrow().start())
                .abs();
        long days = Math.round((double) between.toMinutes() / DAY.toMinutes());
        return days == 0 ? "less than a day" : Wording.days((int) days);
    }
}
