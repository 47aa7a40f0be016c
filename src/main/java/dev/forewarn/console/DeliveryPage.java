package dev.forewarn.console;

import dev.forewarn.delivery.DeliveryDetail;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Optional;

/**
 * One delivery with every attempt.
 *
 * @param token for its form
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record DeliveryPage(
        Frame frame,
        String token,
        String subscription,
        DeliveryItem item,
        Optional<Moment> deadline,
        Optional<Moment> ended,
        List<DeliveryItem.Attempt> attempts,
        Optional<Message> message)
        implements TemplateInstance {

    static DeliveryPage of(Frame frame, String token, DeliveryDetail detail, Optional<Message> message) {
        return new DeliveryPage(
                frame,
                token,
                detail.delivery().subscription(),
                DeliveryItem.of(detail.delivery()),
                Moment.of(detail.delivery().deadline()),
                Moment.of(detail.delivery().endedAt()),
                detail.attempts().stream().map(DeliveryItem.Attempt::of).toList(),
                message);
    }
}
