package dev.forewarn.console;

import dev.forewarn.delivery.DeliveryListing;
import dev.forewarn.delivery.DeliveryView;
import dev.forewarn.delivery.DeliveryViews;
import dev.forewarn.notice.Schedules;
import dev.forewarn.notice.Upcoming;
import dev.forewarn.subscription.Acknowledgement;
import dev.forewarn.subscription.AcknowledgementStore;
import dev.forewarn.subscription.Conditions;
import dev.forewarn.subscription.Directory;
import dev.forewarn.subscription.Filters;
import dev.forewarn.subscription.Registry;
import dev.forewarn.subscription.SubscriptionView;
import dev.forewarn.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads all that is shown of one subscription; fails with a problem, 404, if it is not there for whoever looks. */
@Singleton
class Overviews {

    private static final int REMINDERS = 10;
    private static final int DELIVERIES = 10;
    private static final int MIGRATED = 100;

    private final Registry registry;
    private final Directory directory;
    private final Conditions conditions;
    private final Coming coming;
    private final DeliveryViews deliveries;
    private final AcknowledgementStore acknowledgements;

    Overviews(
            Registry registry,
            Directory directory,
            Conditions conditions,
            Coming coming,
            DeliveryViews deliveries,
            AcknowledgementStore acknowledgements) {
        this.registry = registry;
        this.directory = directory;
        this.conditions = conditions;
        this.coming = coming;
        this.deliveries = deliveries;
        this.acknowledgements = acknowledgements;
    }

    /** What comes next. */
    @Singleton
    static class Coming {

        private final Filters filters;
        private final Schedules schedules;

        Coming(Filters filters, Schedules schedules) {
            this.filters = filters;
            this.schedules = schedules;
        }

        Uni<List<Upcoming>> of(long subscription) {
            return filters.of(subscription)
                    .flatMap(filter -> schedules.page(filter, Optional.of(subscription), Optional.empty(), REMINDERS))
                    .map(Page::items);
        }
    }

    /** All but what stands around it. */
    record Overview(
            SubscriptionView view,
            Conditions.Condition condition,
            List<Upcoming> upcoming,
            List<DeliveryView> deliveries,
            List<Acknowledgement> acknowledgements) {

        SubscriptionPage page(
                Frame frame, String token, Optional<Message> message, Optional<DeliveryItem.Attempt> ping) {
            return new SubscriptionStand(
                            frame,
                            token,
                            view,
                            SubscriptionStand.Health.of(condition),
                            upcoming.stream().map(Reminder::of).toList(),
                            deliveries.stream().map(DeliveryItem::of).toList(),
                            acknowledgements.stream()
                                    .map(SubscriptionStand.Migrated::of)
                                    .toList(),
                            message,
                            ping)
                    .page();
        }
    }

    /** @param owner whose alone it may be; empty: anybody's */
    Uni<Overview> of(String id, Optional<Long> owner) {
        return registry.get(id, owner)
                .flatMap(view -> directory.named(id, owner).flatMap(listed -> around(view, listed)));
    }

    private Uni<Overview> around(SubscriptionView view, Directory.Listed listed) {
        DeliveryListing newest = DeliveryListing.of(listed.publicId(), null, Integer.toString(DELIVERIES), null);
        return Uni.combine()
                .all()
                .unis(
                        conditions.of(listed.id()),
                        coming.of(listed.id()),
                        deliveries.page(listed, newest),
                        acknowledgements.page(listed.id(), "", MIGRATED))
                .with((condition, upcoming, sent, migrated) ->
                        new Overview(view, condition, upcoming, sent.items(), migrated));
    }
}
