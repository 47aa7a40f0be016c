package dev.forewarn.lifecycle;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/** All that one event says about one cutoff. */
public record Statement(
        Subject subject,
        Milestone milestone,
        Scope scope,
        Effective effective,
        Certainty certainty,
        Optional<LocalDate> announcedOn,
        Replacement replacement,
        Optional<String> summary,
        Speaker claimedBy) {

    private static final int MAX_SUMMARY = 10_000;

    public Statement {
        announcedOn.ifPresent(Window::checkRange);
        summary.ifPresent(text -> Text.check("summary", text, MAX_SUMMARY));
    }

    public CutoffKey key() {
        return new CutoffKey(subject.id(), milestone, scope);
    }

    /** The cutoffs that the date hangs on. */
    public Stream<CutoffId> follows() {
        return effective.follows().stream().map(CutoffKey::id);
    }

    /** Whether it says the same of the cutoff; how the subject and the speaker are described is not part of that. */
    public boolean saysSameAs(Statement other) {
        return effective.equals(other.effective)
                && certainty == other.certainty
                && announcedOn.equals(other.announcedOn)
                && replacement.equals(other.replacement)
                && summary.equals(other.summary)
                && claimedBy.authority() == other.claimedBy.authority();
    }
}
