package dev.forewarn.console;

import dev.forewarn.delivery.AttemptView;
import dev.forewarn.delivery.DeliveryView;
import java.util.Optional;

/**
 * A delivery in a list.
 *
 * @param kind of its notice
 * @param last what its last attempt came to
 */
public record DeliveryItem(
        String id,
        String kind,
        String notice,
        Condition state,
        Moment raised,
        Optional<Moment> next,
        int attempts,
        Optional<Attempt> last) {

    static DeliveryItem of(DeliveryView view) {
        return new DeliveryItem(
                view.id(),
                view.type().replaceFirst("^cutoff\\.", ""),
                view.notice(),
                Condition.ofDelivery(view.state(), view.reason()),
                new Moment(view.createdAt()),
                Moment.of(view.nextAttemptAt()),
                view.attemptCount(),
                view.lastAttempt().map(Attempt::of));
    }

    /**
     * One HTTP request.
     *
     * @param outcome its answer's status, or why there was none
     * @param response the beginning of what the receiver wrote
     */
    public record Attempt(Moment at, String outcome, boolean success, int tookMs, Optional<String> response) {

        static Attempt of(AttemptView view) {
            return new Attempt(
                    new Moment(view.at()),
                    view.status()
                            .map(status -> "HTTP " + status)
                            .or(view::error)
                            .orElse("no answer"),
                    view.status().filter(status -> status / 100 == 2).isPresent(),
                    view.durationMs(),
                    view.response().filter(text -> !text.isBlank()));
        }
    }
}
