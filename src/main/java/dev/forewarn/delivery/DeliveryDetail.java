package dev.forewarn.delivery;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.forewarn.subscription.Countdown;
import java.util.List;
import java.util.Optional;

/**
 * A delivery with all its attempts, oldest first.
 *
 * @param voided whether its notice no longer holds; not told, as the state says what follows
 * @param countdown what its notice counts down to, if it does; not told
 */
public record DeliveryDetail(
        @JsonUnwrapped DeliveryView delivery,
        List<AttemptView> attempts,
        @JsonIgnore boolean voided,
        @JsonIgnore Optional<Countdown> countdown) {

    public DeliveryDetail {
        attempts = List.copyOf(attempts);
    }
}
