package dev.forewarn.feed;

import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Word;
import java.util.List;
import java.util.Optional;

/**
 * The newest notices, or those before a place.
 *
 * @param kinds none means all
 */
record AtomQuery(Optional<FeedCursor> before, int limit, SubjectPatterns subjects, List<NoticeKind> kinds) {

    static final List<String> PARAMETERS = List.of("before", "limit", "subject", "kind");

    AtomQuery {
        kinds = List.copyOf(kinds);
    }

    static AtomQuery of(Parameters query, FeedSettings settings) {
        return new AtomQuery(
                query.one("before", text -> FeedCursor.parse("before", text)),
                query.limit(settings),
                SubjectPatterns.of(query),
                query.all("kind", word -> Word.parse(NoticeKind.class, word)));
    }

    Short[] storedKinds() {
        return kinds.stream().map(kind -> (short) kind.ordinal()).toArray(Short[]::new);
    }
}
