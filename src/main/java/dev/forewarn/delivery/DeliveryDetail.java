package dev.forewarn.delivery;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A delivery with all its attempts, oldest first.
 *
 * @param voided whether its notice no longer holds; not told, as the state says what follows
 */
record DeliveryDetail(@JsonUnwrapped DeliveryView delivery, List<AttemptView> attempts, @JsonIgnore boolean voided) {

    DeliveryDetail {
        attempts = List.copyOf(attempts);
    }
}
