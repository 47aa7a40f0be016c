package dev.forewarn.console;

import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Conflict;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.lifecycle.Status;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A cutoff in a list.
 *
 * @param id of the cutoff
 * @param left how long there is, or how long ago it was
 * @param subject its id
 * @param datetime when its window starts
 * @param firmness how firmly its date stands, in words
 * @param note what else is to be said of its date
 * @param scope for whom it holds, where it does not hold for all
 */
public record Row(
        String id,
        Left left,
        String name,
        String subject,
        String milestone,
        String date,
        Optional<Instant> datetime,
        Certainty certainty,
        String firmness,
        Optional<String> note,
        List<String> scope,
        Optional<String> conflict,
        Optional<String> replacement,
        String sources) {

    public Row {
        scope = List.copyOf(scope);
    }

    static Row of(Cutoff cutoff, Instant now) {
        Standing standing = cutoff.standing();
        return new Row(
                cutoff.id().value(),
                Left.of(cutoff, now),
                standing.subject().name(),
                standing.subject().id().toString(),
                Wording.of(cutoff.key().milestone()),
                cutoff.withdrawn()
                        ? "withdrawn"
                        : Wording.date(standing.effective(), standing.window().map(Window::start)),
                standing.window().map(Window::start),
                standing.certainty(),
                Wording.of(standing.certainty()),
                note(cutoff, now),
                Wording.scope(standing.subject().id(), cutoff.key().scope()),
                conflict(standing.conflicts()),
                replacement(standing.replacement()),
                Wording.count(standing.sources(), "source"));
    }

    /** Whether how firmly its date stands is worth a word. */
    public boolean dated() {
        return datetime.isPresent();
    }

    private static Optional<String> note(Cutoff cutoff, Instant now) {
        Optional<String> follows =
                Wording.follows(cutoff.standing().effective()).map(keys -> "some time after " + keys);
        boolean wentBy = cutoff.status(now) == Status.OPEN
                && cutoff.window().filter(window -> window.endsBy(now)).isPresent();
        return wentBy ? Optional.of("went by, and nobody had promised it") : follows;
    }

    private static Optional<String> conflict(List<Conflict> conflicts) {
        return conflicts.isEmpty()
                ? Optional.empty()
                : Optional.of(Wording.count(conflicts.size(), "source") + (conflicts.size() == 1 ? " says" : " say")
                        + " otherwise");
    }

    private static Optional<String> replacement(Replacement replacement) {
        return switch (replacement.status()) {
            case UNKNOWN -> Optional.empty();
            case NONE_PUBLISHED -> Optional.of("no replacement");
            case DROP_IN, SUGGESTED -> named(replacement);
        };
    }

    private static Optional<String> named(Replacement replacement) {
        List<String> subjects =
                replacement.subjects().stream().map(SubjectId::toString).toList();
        return subjects.isEmpty() ? Optional.empty() : Optional.of("use " + Wording.joined(subjects));
    }
}
