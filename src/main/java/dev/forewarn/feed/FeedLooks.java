package dev.forewarn.feed;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Lets all who stand at the same place of the feed, with the same filter, look on together. What has been found holds
 * until this replica hears of another notice: the feed only ever grows at its end.
 */
@Singleton
final class FeedLooks {

    private static final String LOOKS = "forewarn_feed_looks";

    // Should this replica have missed what another has raised.
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private final FeedStore store;
    private final Counter counter;
    private final AsyncCache<Look, FeedSlice> looks;

    /**
     * A look at the feed.
     *
     * @param query without patience
     * @param heard the newest notice that had been heard of before it was begun
     */
    private record Look(FeedQuery query, long heard) {}

    FeedLooks(FeedStore store, FeedSettings settings, MeterRegistry meters) {
        this.store = store;
        this.counter = meters.counter(LOOKS);
        this.looks = Caffeine.newBuilder()
                .maximumWeight(settings.cache().asLongValue())
                .weigher(FeedLooks::weight)
                .expireAfterWrite(AT_MOST)
                .buildAsync();
    }

    /** @param heard asked of the horizon before; all notices up to there are found */
    Uni<FeedSlice> read(FeedQuery query, long heard) {
        Look look = new Look(query.waiting(Duration.ZERO), heard);
        return Uni.createFrom().completionStage(() -> shared(look));
    }

    // A copy: who gives up must not end the look of the others.
    private CompletableFuture<FeedSlice> shared(Look look) {
        return looks.get(look, (key, executor) -> begin(key)).copy();
    }

    private CompletableFuture<FeedSlice> begin(Look look) {
        counter.increment();
        return store.read(look.query()).subscribeAsCompletionStage();
    }

    private static int weight(Look look, FeedSlice slice) {
        return 1_000 + slice.size();
    }
}
