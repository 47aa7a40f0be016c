package dev.forewarn.notice;

import dev.forewarn.subscription.Countdown;
import java.time.Instant;
import java.util.Optional;

/**
 * What a list says of a notice.
 *
 * @param type as webhooks carry it
 * @param deadline by the wall clock: after it, the notice is of no use
 * @param voided whether it no longer holds
 * @param countdown what it counts down to, if it does
 */
public record Headline(
        String id,
        String type,
        Instant raisedAt,
        Optional<Instant> deadline,
        boolean voided,
        Optional<Countdown> countdown) {}
