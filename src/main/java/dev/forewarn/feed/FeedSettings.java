package dev.forewarn.feed;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How much readers may ask for at once. */
@ConfigMapping(prefix = "forewarn.feed")
public interface FeedSettings {

    /** How many items a page holds if no limit is asked for; never more than the greatest limit. */
    @WithDefault("100")
    @Min(1)
    @Max(1_000)
    int defaultLimit();

    /** The greatest limit that may be asked for. */
    @WithDefault("1000")
    @Min(1)
    @Max(1_000)
    int maxLimit();

    /** For how many seconds a poll may wait for a notice. */
    @WithDefault("30")
    @Min(0)
    @Max(30)
    int maxWait();

    /** How many readers may have the feed as a stream open at an instance. */
    @WithDefault("1000")
    @Min(1)
    int maxStreams();

    /** After how long without a notice a stream shows that it is still there. */
    @WithDefault("PT15S")
    @DurationMin(millis = 100)
    Duration heartbeat();

    /** How many bytes of the feed's pages an instance keeps in memory. */
    @WithDefault("32M")
    MemorySize cache();

    /** How many cutoffs the metrics tell of one by one, the nearest first. */
    @WithDefault("1000")
    @Min(0)
    @Max(100_000)
    int cutoffGauges();
}
