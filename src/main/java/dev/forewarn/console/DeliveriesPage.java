package dev.forewarn.console;

import dev.forewarn.delivery.DeliveryView;
import dev.forewarn.web.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Optional;

/**
 * What one subscription was sent, and what waits to be.
 *
 * @param state of those that are listed alone
 * @param begun whether it goes on behind an earlier page
 * @param next the cursor of the next page
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record DeliveriesPage(
        Frame frame,
        String subscription,
        Optional<String> state,
        List<DeliveryItem> items,
        boolean begun,
        Optional<String> next)
        implements TemplateInstance {

    private static final List<String> STATES = List.of("pending", "delivered", "failed", "expired", "superseded");

    static DeliveriesPage of(
            Frame frame, String subscription, Optional<String> state, boolean begun, Page<DeliveryView> found) {
        return new DeliveriesPage(
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
}
