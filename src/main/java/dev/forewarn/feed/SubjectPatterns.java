package dev.forewarn.feed;

import dev.forewarn.lifecycle.SubjectId;
import java.util.List;

/**
 * Which subjects are meant.
 *
 * @param patterns each {@code provider/name}, {@code provider/*} or {@code *}; none means all
 */
public record SubjectPatterns(List<String> patterns) {

    private static final String ALL = "*";
    private static final String ALL_NAMES = "/*";

    public SubjectPatterns {
        patterns = List.copyOf(patterns);
    }

    static SubjectPatterns of(Parameters query) {
        return new SubjectPatterns(query.all("subject", SubjectPatterns::checked));
    }

    boolean all() {
        return patterns.isEmpty() || patterns.contains(ALL);
    }

    /** The subjects that are named. */
    String[] exact() {
        return patterns.stream().filter(pattern -> !pattern.endsWith(ALL)).toArray(String[]::new);
    }

    /** The providers all of whose subjects are meant. */
    String[] providers() {
        return patterns.stream()
                .filter(pattern -> pattern.endsWith(ALL_NAMES))
                .map(pattern -> pattern.substring(0, pattern.length() - ALL_NAMES.length()))
                .toArray(String[]::new);
    }

    private static String checked(String pattern) {
        int slash = pattern.indexOf('/');
        boolean provider = slash >= 0 && pattern.substring(slash).equals(ALL_NAMES);
        if (!pattern.equals(ALL)) {
            SubjectId.parse(provider ? pattern.substring(0, slash) + "/any" : pattern);
        }
        return pattern;
    }
}
