package dev.forewarn.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Full pages of the feed as they were answered: notices don't change, and none comes between two that are there. */
@Singleton
final class Pages {

    // After a restore from a backup, an instance that was not stopped for it soon sees that this feed is no more.
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private static final int AROUND = 1_000;

    private final Cache<String, Representation> pages;

    Pages(FeedSettings settings) {
        this.pages = Caffeine.newBuilder()
                .maximumWeight(settings.cache().asLongValue())
                .weigher((String asked, Representation page) -> AROUND + asked.length() + page.body().length)
                .expireAfterWrite(AT_MOST)
                .build();
    }

    /** @param asked the query as it came */
    Optional<Representation> find(String asked) {
        return Optional.ofNullable(pages.getIfPresent(asked));
    }

    /** The page as it is to be answered: for ever under an address that names the feed itself, by a cursor's epoch. */
    Representation keep(String asked, FeedStart start, Representation page) {
        Representation kept = start instanceof FeedStart.Behind ? page.forEver() : page;
        pages.put(asked, kept);
        return kept;
    }
}
