package dev.forewarn.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * A delivery, as its owner is told of it.
 *
 * @param subscription its public id
 * @param notice the id that its webhooks carry
 * @param nextAttemptAt null unless it is pending
 * @param deadline after it, the notice is of no use; null if it is of use for ever
 * @param createdAt when the notice was raised
 * @param endedAt null while it is pending
 * @param reason why it was superseded, if its notice still holds: acknowledged
 * @param lastAttempt null if none was made
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DeliveryView(
        String id,
        String subscription,
        String notice,
        String type,
        String state,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> deadline,
        Instant createdAt,
        Optional<Instant> endedAt,
        Optional<String> reason,
        int attemptCount,
        Optional<AttemptView> lastAttempt) {}
