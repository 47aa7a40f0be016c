package dev.forewarn.feed;

import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.web.Cursor;
import java.util.List;
import java.util.Optional;

/**
 * Which subjects are asked for.
 *
 * @param provider all of whose subjects are meant; {@code provider/*} is the pattern for it
 * @param search a part of the id, the name or an alias, in capitals or not
 * @param after the id of the last subject of the page before, or empty
 */
record SubjectQuery(
        SubjectPatterns subjects, Optional<String> provider, Optional<String> search, int limit, String after) {

    static final List<String> PARAMETERS = List.of("subject", "provider", "q", "limit", "cursor");

    private static final String KIND = "subjects";
    private static final int MAX_SEARCH = 200;

    static SubjectQuery of(Parameters query, FeedSettings settings) {
        return new SubjectQuery(
                SubjectPatterns.of(query),
                query.one("provider", provider -> new SubjectId(provider, "any").provider()),
                query.one("q", SubjectQuery::searched),
                query.limit(settings),
                query.one("cursor", SubjectQuery::place).orElse(""));
    }

    static String cursor(SubjectId last) {
        return Cursor.encode(KIND, last);
    }

    private static String place(String text) {
        return SubjectId.parse(String.join("", Cursor.decode(KIND, "cursor", text)))
                .toString();
    }

    static String searched(String text) {
        if (text.isBlank() || text.length() > MAX_SEARCH || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must be some text of at most " + MAX_SEARCH + " characters");
        }
        return text;
    }
}
