package dev.forewarn.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What is allowed to owners, and to receivers. */
@ConfigMapping(prefix = "forewarn.subscription")
public interface SubscriptionSettings {

    /** How many subscriptions an owner may have. */
    @WithDefault("10000")
    @Min(1)
    int maxPerOwner();

    /** How many pings may be sent in an hour for the subscriptions of one owner. */
    @WithDefault("10000")
    @Min(1)
    int pingsPerOwner();

    /** How many pings may be sent in an hour to one host name: more than one owner has, who would block it for others. */
    @WithDefault("20000")
    @Min(1)
    int pingsPerHost();

    /** After how long of nothing but failures a subscription is disabled; after half of it, it is failing. */
    @WithDefault("P5D")
    @DurationMin(millis = 1)
    Duration disableAfter();

    /** How far apart the first and the last failure must be at least. */
    @WithDefault("PT12H")
    @DurationMin
    Duration failuresApart();
}
