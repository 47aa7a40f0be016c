package dev.forewarn.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.forewarn.web.KnownAnswers;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Full pages of the feed as they were answered: notices don't change, and none comes between two that are there. */
@Singleton
final class Pages implements KnownAnswers {

    static final String PATH = "/v1/notices";

    // After a restore from a backup, an instance that was not stopped for it soon sees that this feed is no more.
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private static final int AROUND = 1_000;

    private final Cache<String, KnownPage> pages;

    Pages(FeedSettings settings) {
        this.pages = Caffeine.newBuilder()
                .maximumWeight(settings.cache().asLongValue())
                .weigher((String asked, KnownPage page) -> AROUND + asked.length() + page.size())
                .expireAfterWrite(AT_MOST)
                .build();
    }

    @Override
    public boolean answer(HttpServerRequest request) {
        KnownPage page = PATH.equals(request.path()) ? known(request.query()) : null;
        if (page == null) {
            return false;
        }
        page.answer(request);
        return true;
    }

    private @Nullable KnownPage known(@Nullable String asked) {
        return pages.getIfPresent(key(asked));
    }

    private static String key(@Nullable String asked) {
        return asked == null ? "" : asked;
    }

    /** @param asked the query as it came */
    Optional<Representation> find(@Nullable String asked) {
        return Optional.ofNullable(known(asked)).map(KnownPage::page);
    }

    /** The page as it is to be answered: for ever under an address that names the feed itself, by a cursor's epoch. */
    Representation keep(@Nullable String asked, FeedStart start, Representation page) {
        Representation kept = start instanceof FeedStart.Behind ? page.forEver() : page;
        pages.put(key(asked), new KnownPage(kept));
        return kept;
    }
}
