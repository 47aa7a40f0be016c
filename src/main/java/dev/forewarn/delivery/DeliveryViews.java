package dev.forewarn.delivery;

import dev.forewarn.delivery.DeliveryLog.Entry;
import dev.forewarn.notice.Headline;
import dev.forewarn.notice.Headlines;
import dev.forewarn.subscription.Directory.Listed;
import dev.forewarn.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What owners are told of their deliveries. */
@Singleton
public class DeliveryViews {

    private final DeliveryLog log;
    private final Headlines headlines;

    DeliveryViews(DeliveryLog log, Headlines headlines) {
        this.log = log;
        this.headlines = headlines;
    }

    /** The newest notice first. */
    public Uni<Page<DeliveryView>> page(Listed subscription, DeliveryListing listing) {
        int limit = listing.limit();
        return log.page(subscription.id(), listing.before(), limit + 1, listing.stage())
                .map(found ->
                        Page.of(found, limit, last -> DeliveryListing.cursor(subscription.publicId(), last.position())))
                .flatMap(page -> headlines
                        .read(page.items().stream().map(Entry::position).toList())
                        .map(notices -> new Page<>(views(subscription, page.items(), notices), page.next())));
    }

    private static List<DeliveryView> views(Listed subscription, List<Entry> found, Map<Long, Headline> notices) {
        return found.stream()
                .flatMap(each -> view(subscription, each, notices).stream())
                .toList();
    }

    /** Empty if there is no such delivery. */
    Uni<Optional<DeliveryDetail>> one(Listed subscription, DeliveryId id) {
        return Uni.combine()
                .all()
                .unis(log.one(id), headlines.read(List.of(id.position())))
                .with((found, notices) -> found.flatMap(full -> detail(subscription, full, notices)));
    }

    private static Optional<DeliveryDetail> detail(
            Listed subscription, DeliveryLog.Full full, Map<Long, Headline> notices) {
        return Optional.ofNullable(notices.get(full.entry().position()))
                .map(notice -> new DeliveryDetail(
                        view(subscription, full.entry(), notice),
                        full.attempts(),
                        notice.voided(),
                        notice.countdown()));
    }

    /** Notices are kept for ever, so there is always one. */
    private static Optional<DeliveryView> view(Listed subscription, Entry entry, Map<Long, Headline> notices) {
        return Optional.ofNullable(notices.get(entry.position())).map(notice -> view(subscription, entry, notice));
    }

    private static DeliveryView view(Listed subscription, Entry entry, Headline notice) {
        return new DeliveryView(
                new DeliveryId(subscription.id(), entry.position(), entry.day()).toString(),
                subscription.publicId(),
                notice.id(),
                notice.type(),
                entry.stage().word(),
                entry.dueAt().filter(any -> entry.stage() == Stage.PENDING),
                notice.deadline(),
                notice.raisedAt(),
                entry.endedAt(),
                entry.reason().map(EndReason::word),
                entry.attempts(),
                entry.last());
    }
}
