package dev.forewarn.subscription;

import dev.forewarn.lifecycle.SubjectId;
import java.util.List;

/** Which subjects a subscription is about: {@code provider/name}, {@code provider/*} or {@code *}. */
public record SubjectPattern(String value) {

    static final SubjectPattern ALL = new SubjectPattern("*");

    private static final String ANY_NAME = "/*";

    public SubjectPattern {
        check(value);
    }

    /** The patterns that take this subject. */
    static List<SubjectPattern> taking(SubjectId subject) {
        return List.of(new SubjectPattern(subject.toString()), ofProvider(subject), ALL);
    }

    /** The pattern that takes all of the subject's provider. */
    static SubjectPattern ofProvider(SubjectId subject) {
        return new SubjectPattern(subject.provider() + ANY_NAME);
    }

    private static void check(String value) {
        if (value.equals("*")) {
            return;
        }
        try {
            subject(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; allowed are provider/name, provider/* and *", e);
        }
    }

    /** A subject that the pattern takes; any name will do to see whether the provider is one. */
    private static SubjectId subject(String value) {
        return value.endsWith(ANY_NAME)
                ? new SubjectId(value.substring(0, value.length() - ANY_NAME.length()), "any")
                : SubjectId.parse(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
