package dev.forewarn.delivery;

import dev.forewarn.delivery.LaneStore.Lane;
import dev.forewarn.delivery.LaneStore.Waiting;
import dev.forewarn.notice.Notice;
import dev.forewarn.notice.Notices;
import dev.forewarn.subscription.Acknowledgements;
import dev.forewarn.subscription.Acknowledgements.Reminded;
import dev.forewarn.subscription.Target;
import dev.forewarn.subscription.Targets;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is needed to send what waits in lanes: where to, what, and whether it is still wanted. */
@Singleton
class LaneReading {

    private final LaneStore store;
    private final Targets targets;
    private final Notices notices;
    private final Acknowledgements acknowledgements;

    LaneReading(LaneStore store, Targets targets, Notices notices, Acknowledgements acknowledgements) {
        this.store = store;
        this.targets = targets;
        this.notices = notices;
        this.acknowledgements = acknowledgements;
    }

    /**
     * What was read for some lanes.
     *
     * @param targets by subscription; those that may be sent to
     * @param notices by position
     * @param acknowledged of what is due, that which is not to be reminded of any more
     */
    record Read(Map<Long, Target> targets, Map<Long, Notice> notices, Set<Reminded> acknowledged) {

        Read(Map<Long, Target> targets, Map<Long, Notice> notices) {
            this(targets, notices, Set.of());
        }

        private List<Reminded> reminders(List<Lane> lanes) {
            return lanes.stream()
                    .flatMap(lane -> lane.due().stream().flatMap(waiting -> reminder(lane, waiting).stream()))
                    .toList();
        }

        private Optional<Reminded> reminder(Lane lane, Waiting waiting) {
            return Optional.ofNullable(notices.get(waiting.position()))
                    .flatMap(Notice::countdown)
                    .map(countdown -> new Reminded(lane.subscription(), countdown));
        }
    }

    Uni<Read> read(List<Lane> lanes) {
        List<Long> subscriptions = lanes.stream().map(Lane::subscription).toList();
        List<Long> positions = lanes.stream()
                .flatMap(lane -> lane.due().stream())
                .map(Waiting::position)
                .toList();
        return Uni.combine()
                .all()
                .unis(targets.active(subscriptions), notices.read(positions))
                .with(Read::new)
                .flatMap(read -> dropOrphans(subscriptions, read))
                .flatMap(read -> readAcknowledged(lanes, read));
    }

    private Uni<Read> dropOrphans(List<Long> subscriptions, Read read) {
        List<Long> absent = subscriptions.stream()
                .filter(id -> !read.targets().containsKey(id))
                .toList();
        return absent.isEmpty()
                ? Uni.createFrom().item(read)
                : store.dropOrphans(absent).replaceWith(read);
    }

    private Uni<Read> readAcknowledged(List<Lane> lanes, Read read) {
        return acknowledgements
                .acknowledged(read.reminders(lanes))
                .map(acknowledged -> new Read(read.targets(), read.notices(), acknowledged));
    }
}
