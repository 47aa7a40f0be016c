package dev.forewarn.console;

import dev.forewarn.subscription.SubscriptionView;
import dev.forewarn.web.Page;
import java.util.List;
import java.util.Optional;

/**
 * Somebody's subscriptions.
 *
 * @param state of those that are listed alone
 * @param begun whether it goes on behind an earlier page
 * @param next the cursor of the next page
 */
public record SubscriptionList(
        Frame frame,
        Optional<String> state,
        List<Item> items,
        boolean begun,
        Optional<String> next,
        Optional<Message> message) {

    private static final List<String> STATES = List.of("active", "unverified", "failing", "paused", "disabled");

    /** One of them. */
    public record Item(
            String id, String url, Optional<String> description, Condition state, Moment since, List<String> takes) {

        static Item of(SubscriptionView view) {
            return new Item(
                    view.id(),
                    view.terms().url(),
                    view.terms().description(),
                    Condition.ofSubscription(view.state(), view.reason()),
                    new Moment(view.stateSince()),
                    Takes.brief(view.terms()));
        }
    }

    static SubscriptionList of(
            Frame frame,
            Optional<String> state,
            boolean begun,
            Page<SubscriptionView> found,
            Optional<Message> message) {
        return new SubscriptionList(
                frame,
                state,
                found.items().stream().map(Item::of).toList(),
                begun,
                Optional.ofNullable(found.next()),
                message);
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
    SubscriptionsPage page() {
        return new SubscriptionsPage(frame, this);
    }
}
