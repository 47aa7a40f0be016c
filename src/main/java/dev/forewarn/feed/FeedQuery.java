package dev.forewarn.feed;

import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Word;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A poll of the feed.
 *
 * @param patience how long to wait for a notice if there is none
 * @param kinds none means all
 */
record FeedQuery(FeedStart start, int limit, Duration patience, SubjectPatterns subjects, List<NoticeKind> kinds) {

    static final List<String> PARAMETERS = List.of("after", "limit", "wait", "subject", "kind");

    static final List<String> STREAM_PARAMETERS = List.of("after", "subject", "kind");

    // What a slow reader of a stream makes us hold: some tens of kilobytes.
    private static final int STREAM_PAGE = 25;

    FeedQuery {
        kinds = List.copyOf(kinds);
    }

    static FeedQuery of(Parameters query, FeedSettings settings) {
        return new FeedQuery(
                FeedStart.of(query.one("after", text -> text)),
                query.limit(settings),
                Duration.ofSeconds(query.whole("wait", 0, settings.maxWait(), 0)),
                SubjectPatterns.of(query),
                query.all("kind", word -> Word.parse(NoticeKind.class, word)));
    }

    /** @param lastSeen the place that a stream broke off at, which counts more than where it once began; or empty */
    static FeedQuery streamed(Parameters query, String lastSeen) {
        Optional<String> after = query.one("after", text -> text);
        return new FeedQuery(
                lastSeen.isEmpty()
                        ? FeedStart.of(after)
                        : new FeedStart.Behind(FeedCursor.parse(StreamResource.LAST_EVENT_ID, lastSeen)),
                STREAM_PAGE,
                Duration.ZERO,
                SubjectPatterns.of(query),
                query.all("kind", word -> Word.parse(NoticeKind.class, word)));
    }

    /** The same from another place on. */
    FeedQuery behind(FeedCursor cursor) {
        return new FeedQuery(new FeedStart.Behind(cursor), limit, patience, subjects, kinds);
    }

    /** The same with another patience. */
    FeedQuery waiting(Duration other) {
        return new FeedQuery(start, limit, other, subjects, kinds);
    }

    /** The kinds as they are stored. */
    Short[] storedKinds() {
        return kinds.stream().map(kind -> (short) kind.ordinal()).toArray(Short[]::new);
    }
}
