package dev.forewarn.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What counts for a cutoff, and who backs it.
 *
 * @param source who made the claim that counts
 * @param sources how many sources have a live claim
 * @param agreeing how many of them agree on the window, the one that counts among them
 * @param conflicts those that don't, by source
 */
public record Standing(
        Subject subject,
        Effective effective,
        Optional<Window> window,
        Certainty certainty,
        Replacement replacement,
        String source,
        int sources,
        int agreeing,
        List<Conflict> conflicts) {

    public Standing {
        conflicts = List.copyOf(conflicts);
    }

    /** Whether the date, or how firmly it stands, is another: what voids the notices before. */
    boolean movedFrom(Standing before) {
        return !window.map(Window::span).equals(before.window.map(Window::span)) || certainty != before.certainty;
    }

    /** Whether it is a new revision. */
    boolean revises(Standing before) {
        return movedFrom(before) || !replacement.equals(before.replacement);
    }

    Set<Window> conflictingWindows() {
        return conflicts.stream().map(Conflict::window).map(Window::span).collect(Collectors.toUnmodifiableSet());
    }

    /** What is left when the last claim is taken back: a tombstone that still says what it was about. */
    Standing takenBack() {
        return new Standing(
                subject,
                new Effective.Undated(),
                Optional.empty(),
                Certainty.TENTATIVE,
                Replacement.UNKNOWN,
                source,
                0,
                0,
                List.of());
    }
}
