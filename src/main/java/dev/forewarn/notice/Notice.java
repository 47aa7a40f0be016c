package dev.forewarn.notice;

import dev.forewarn.subscription.Countdown;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A raised notice as it is sent.
 *
 * @param body the bytes, the same for all; not to be changed
 * @param deadline by the wall clock: after it, the notice is of no use
 * @param countdown what it counts down to, if it does
 * @param raisedAt by the wall clock
 * @param voided whether it no longer holds, as of {@code readAt}
 */
public record Notice(
        long position,
        String id,
        Buffer body,
        Optional<Instant> deadline,
        boolean voided,
        Optional<Countdown> countdown,
        Instant raisedAt,
        Instant readAt) {}
