package dev.forewarn.lifecycle;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What to use instead. Subjects and a link belong to {@code drop_in} and {@code suggested} alone. */
public record Replacement(Status status, List<SubjectId> subjects, Optional<URI> url) {

    /** How good a replacement it is. */
    public enum Status implements Word {
        DROP_IN,
        SUGGESTED,
        NONE_PUBLISHED,
        UNKNOWN
    }

    private static final int MAX_SUBJECTS = 50;

    /** Nothing was said. */
    public static final Replacement UNKNOWN = new Replacement(Status.UNKNOWN, List.of(), Optional.empty());

    public Replacement {
        boolean named = status == Status.DROP_IN || status == Status.SUGGESTED;
        Text.require(
                named || (subjects.isEmpty() && url.isEmpty()),
                () -> "a replacement that is " + status.word() + " has no subjects and no url");
        Text.require(subjects.size() <= MAX_SUBJECTS, "replacement names more than " + MAX_SUBJECTS + " subjects");
        url.ifPresent(link -> Link.check("replacement url", link));
        subjects = List.copyOf(subjects);
    }
}
