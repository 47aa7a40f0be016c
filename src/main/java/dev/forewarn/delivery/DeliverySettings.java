package dev.forewarn.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How webhooks are sent. */
@ConfigMapping(prefix = "forewarn.delivery")
public interface DeliverySettings {

    /**
     * The name servers that are asked for receivers' addresses, e.g. {@code 10.0.0.53:53}; those of
     * {@code /etc/resolv.conf} if there are none.
     */
    Optional<List<String>> nameServers();

    /** How long a connection may take to be made. */
    @WithDefault("PT5S")
    @DurationMin(millis = 1)
    Duration connectTimeout();

    /** How long an attempt may take as a whole, from the name look-up to the end of the answer. */
    @WithDefault("PT15S")
    @DurationMin(millis = 1)
    Duration timeout();

    /** How long to wait after each failed attempt before the next; the last attempt's failure ends the delivery. */
    @WithDefault("PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H")
    @NotEmpty
    List<@DurationMin(millis = 1) Duration> retryAfter();

    /** How much of each wait is left to chance, so that what failed together does not come back together. */
    @WithDefault("0.2")
    @DecimalMin("0")
    @DecimalMax("1")
    double jitter();

    /** Requests in flight at most, of this replica. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int maxInFlight();

    /** Requests in flight at most to one scheme, host and port. */
    @WithDefault("16")
    @Min(1)
    int maxPerHost();

    /** For how long a request may be unanswered before it is set apart, so that it keeps no other from its host. */
    @WithDefault("PT0.25S")
    @DurationMin(millis = 1)
    Duration slowAfter();

    /** Requests set apart at most to one scheme, host and port, beside those in flight. */
    @WithDefault("64")
    @Min(0)
    int maxSlowPerHost();

    /** Requests in flight at most to one subscription. */
    @WithDefault("4")
    @Min(1)
    int maxPerSubscription();

    /** Requests in flight to a subscription until one has succeeded; each success allows one more. */
    @WithDefault("1")
    @Min(1)
    int firstPerSubscription();

    /** How long a replica may keep a subscription's waiting deliveries before another takes them. */
    @WithDefault("PT90S")
    @DurationMin(millis = 1)
    Duration lease();

    /** How long of its lease a replica begins attempts; what is left then is put back. */
    @WithDefault("PT60S")
    @DurationMin(millis = 1)
    Duration startWithin();

    /** How long outcomes are gathered before they are written together. */
    @WithDefault("PT0.02S")
    @DurationMin(millis = 1)
    Duration settleInterval();

    /**
     * How many outcomes are written together at most, and at once. Two are at it: at half of what may be unwritten, both
     * would gather the last few while nothing may be sent.
     */
    @WithDefault("250")
    @Min(1)
    int settleBatch();

    /** How many notices are fanned out at a time, not counting those of which only requests set apart are left. */
    @WithDefault("128")
    @Min(1)
    int fanouts();

    /** How many subscriptions' waiting deliveries are taken at a time, not counting those that wait for a slow answer. */
    @WithDefault("200")
    @Min(1)
    int lanes();

    /** How many waiting deliveries of one subscription are taken at a time. */
    @WithDefault("100")
    @Min(1)
    int laneDepth();

    /** How long a search for waiting deliveries rests when nothing wakes it. */
    @WithDefault("PT1S")
    @DurationMin(millis = 1)
    Duration pollInterval();

    /** How long after its notice was raised a delivery is kept, in whole days of UTC. */
    @WithDefault("P30D")
    @DurationMin(days = 1)
    Duration keep();

    /** How long requests in flight are waited for when the service is stopped. */
    @WithDefault("PT20S")
    Duration drain();
}
