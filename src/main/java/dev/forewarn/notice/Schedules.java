package dev.forewarn.notice;

import dev.forewarn.lifecycle.Due;
import dev.forewarn.lifecycle.Ladder;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.notice.ScheduleStore.Behind;
import dev.forewarn.notice.ScheduleStore.Scheduled;
import dev.forewarn.subscription.Filter;
import dev.forewarn.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells what a filter will be sent, and when, if nothing changes.
 *
 * <p>What is due by some instant belongs to cutoffs that have something due by then. So they are read by what is due next,
 * chunk by chunk, until those that are still unread can have nothing on the page. The first pages read little more than
 * they show; the last ones read all that the filter takes.
 */
@Singleton
public class Schedules {

    /** How many cutoffs are read at a time. */
    private static final int CHUNK = 500;

    private final ScheduleStore store;
    private final int chunk;

    @Inject
    Schedules(ScheduleStore store) {
        this(store, CHUNK);
    }

    Schedules(ScheduleStore store, int chunk) {
        this.store = store;
        this.chunk = chunk;
    }

    /**
     * A page of what comes, soonest first.
     *
     * @param subscription whose acknowledgements count; empty: nobody's
     * @param cursor behind which the page begins; empty: from the beginning
     * @throws dev.forewarn.web.ProblemException if the cursor is none
     */
    public Uni<Page<Upcoming>> page(Filter filter, Optional<Long> subscription, Optional<String> cursor, int limit) {
        SchedulePlace after = cursor.map(SchedulePlace::parse).orElse(SchedulePlace.BEGINNING);
        Walk walk = new Walk(filter, subscription, after, limit + 1, List.of());
        return (countsDown(filter) ? walk(walk, Behind.NONE) : Uni.createFrom().item(walk.found()))
                .map(found -> Page.of(found, limit, last -> last.place().toString()));
    }

    private static boolean countsDown(Filter filter) {
        return takes(filter, NoticeKind.APPROACHING) || takes(filter, NoticeKind.REACHED);
    }

    private static boolean takes(Filter filter, NoticeKind kind) {
        return filter.kinds().isEmpty() || filter.kinds().contains(kind);
    }

    private Uni<List<Upcoming>> walk(Walk walk, Behind behind) {
        return store.due(walk.filter(), walk.subscription(), walk.after().dueAt(), behind, chunk)
                .flatMap(read -> goOn(walk.with(read), read));
    }

    private Uni<List<Upcoming>> goOn(Walk walk, List<Scheduled> read) {
        return read.size() < chunk || walk.isFullBy(last(read).nextDueAt())
                ? Uni.createFrom().item(walk.found())
                : walk(walk, Behind.of(last(read)));
    }

    private static Scheduled last(List<Scheduled> read) {
        return read.get(read.size() - 1);
    }

    /** @param found the soonest so far, in their order, at most so many */
    private record Walk(
            Filter filter, Optional<Long> subscription, SchedulePlace after, int most, List<Upcoming> found) {

        Walk with(List<Scheduled> read) {
            List<Upcoming> soonest = Stream.concat(found.stream(), read.stream().flatMap(this::upcoming))
                    .sorted(Comparator.comparing(Upcoming::place))
                    .limit(most)
                    .toList();
            return new Walk(filter, subscription, after, most, soonest);
        }

        /** Whether what is first due then, or later, comes behind all of these. */
        boolean isFullBy(Instant nextDueAt) {
            return found.size() == most && found.get(most - 1).dueAt().isBefore(nextDueAt);
        }

        private Stream<Upcoming> upcoming(Scheduled scheduled) {
            return Ladder.ahead(scheduled.cutoff(), scheduled.nextDueAt().minusNanos(1)).stream()
                    .filter(this::picked)
                    .map(due -> Upcoming.of(scheduled.cutoff(), due, scheduled.acknowledged()))
                    .filter(upcoming -> upcoming.place().compareTo(after) > 0);
        }

        private boolean picked(Due due) {
            return due.leadTime().map(this::picked).orElseGet(() -> takes(filter, NoticeKind.REACHED));
        }

        private boolean picked(LeadTime rung) {
            return takes(filter, NoticeKind.APPROACHING)
                    && (filter.leadTimes().isEmpty() || filter.leadTimes().contains(rung));
        }
    }
}
