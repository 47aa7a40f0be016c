package dev.forewarn.console;

import dev.forewarn.delivery.DeliveryView;
import dev.forewarn.web.Page;
import java.util.List;
import java.util.Optional;

/**
 * What one subscription was sent, and what waits to be.
 *
 * @param state of those that are listed alone
 * @param begun whether it goes on behind an earlier page
 * @param next the cursor of the next page
 */
public record DeliveryList(
        Frame frame,
        String subscription,
        Optional<String> state,
        List<DeliveryItem> items,
        boolean begun,
        Optional<String> next) {

    private static final List<String> STATES = List.of("pending", "delivered", "failed", "expired", "superseded");

    static DeliveryList of(
            Frame frame, String subscription, Optional<String> state, boolean begun, Page<DeliveryView> found) {
        return new DeliveryList(
                frame,
                subscription,
                state,
                found.items().stream().map(DeliveryItem::of).toList(),
                begun,
                Optional.ofNullable(found.next()));
    }

    /** The states that may be chosen. */
    public List<String> states() {
        return STATES;
    }

    /** Whether that state is chosen. */
    public boolean isAt(String word) {
        return state.filter(word::equals).isPresent();
    }

    /** Its page. */
    DeliveriesPage page() {
        return new DeliveriesPage(frame, this);
    }
}
