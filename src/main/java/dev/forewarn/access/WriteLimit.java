package dev.forewarn.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** How often a key may change something: a token bucket each, in memory, of each instance. */
@Singleton
class WriteLimit {

    private final int perSecond;
    private final int burst;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    @Inject
    WriteLimit(AccessSettings settings) {
        this(settings.writesPerSecond(), settings.writeBurst(), TimeMeter.SYSTEM_NANOTIME);
    }

    WriteLimit(int perSecond, int burst, TimeMeter time) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.time = time;
        // A bucket left alone for as long as it takes to fill up is as good as a new one.
        this.buckets = Caffeine.newBuilder()
                .expireAfterAccess(Duration.ofSeconds(1L + burst / perSecond))
                .ticker(time::currentTimeNanos)
                .build();
    }

    /** Takes one from the key's bucket; if it is empty, says how long to wait. */
    Optional<Duration> take(String key) {
        long wait = buckets.get(key, unseen -> full())
                .tryConsumeAndReturnRemaining(1)
                .getNanosToWaitForRefill();
        return wait == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(wait));
    }

    /** For whoever has come to the limit. */
    String told() {
        return "A key may make " + perSecond + " changing requests a second, and " + burst + " at once.";
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }
}
