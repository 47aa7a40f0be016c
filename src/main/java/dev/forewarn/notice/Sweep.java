package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Consequences;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.Due;
import dev.forewarn.lifecycle.Ladder;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.loop.Frontier;
import dev.forewarn.sql.Columns;
import dev.forewarn.sql.ShortTransaction;
import dev.forewarn.watch.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Raises what cutoffs are due to have raised. Costs what is due: an index leads to that, however much is stored. */
@Singleton
class Sweep {

    private static final Logger LOG = Logger.getLogger(Sweep.class);

    // A cutoff that can't be read must not hold up those that are due after it.
    private static final Duration AFTER_FAULT = Duration.ofHours(1);

    static final String NEXT =
            """
            select min(next_due_at) as next from cutoff where next_due_at between $1 and $2""";

    static final String DUE =
            """
            select id, document, next_due_at, next_lead_time from cutoff
            where next_due_at between $1 and $2
            order by next_due_at
            limit $3
            for no key update skip locked""";

    private static final String SCHEDULE =
            """
            update cutoff c set next_due_at = n.due_at, next_lead_time = n.lead_time
            from unnest($1::text[], $2::timestamptz[], $3::integer[]) as n(id, due_at, lead_time)
            where c.id = n.id""";

    private final Pool pool;
    private final NoticeLog log;
    private final Documents documents;
    private final CalendarClock calendar;
    private final InstantSource wall;
    private final NoticeSettings settings;
    private final NoticeMetrics metrics;
    private final Frontier frontier;

    Sweep(
            Pool pool,
            NoticeLog log,
            Documents documents,
            CalendarClock calendar,
            InstantSource wall,
            NoticeSettings settings,
            Bulletin bulletin,
            NoticeMetrics metrics) {
        this.pool = pool;
        this.log = log;
        this.documents = documents;
        this.calendar = calendar;
        this.wall = wall;
        this.settings = settings;
        this.metrics = metrics;
        // By whose clock a cutoff is due is not known to the database, which says so by its own.
        this.frontier = new Frontier(wall, () -> bulletin.hears() && calendar.caughtUp());
    }

    /** A cutoff is due then, by the calendar. */
    void scheduled(Instant due) {
        frontier.written(due);
    }

    /** When the next cutoff is due, by the calendar, if that is no later than the horizon; may be past. */
    Uni<Optional<Instant>> next(Instant horizon) {
        Instant settled = calendar.at(wall.instant().minus(frontier.slack()));
        return pool.preparedQuery(NEXT)
                .execute(Tuple.of(Columns.utc(frontier.search()), Columns.utc(horizon)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("next"))
                        .map(OffsetDateTime::toInstant))
                .invoke(next -> frontier.found(Frontier.earlier(next.orElse(settled), settled)));
    }

    /** Raises what is due, for some cutoffs; false if others are at all of them. */
    Uni<Boolean> raise() {
        return ShortTransaction.in(pool, this::raise, swept -> swept.wake().run())
                .map(Swept::any);
    }

    private record Swept(boolean any, Runnable wake) {}

    /** @param leadTime of what is due next, by its ordinal */
    private record Raise(String cutoff, List<Draft> notices, Optional<Instant> dueAt, Optional<Integer> leadTime) {
        static Raise of(String cutoff, Consequences consequences) {
            return new Raise(
                    cutoff,
                    consequences.notices(),
                    consequences.next().map(Due::at),
                    consequences.next().flatMap(Due::leadTime).map(Enum::ordinal));
        }
    }

    private Uni<Swept> raise(ShortTransaction transaction) {
        Instant now = calendar.instant();
        return transaction
                .connection()
                .preparedQuery(DUE)
                .execute(Tuple.of(Columns.utc(frontier.begins()), Columns.utc(now), settings.sweepLimit()))
                .map(rows -> due(rows, now))
                .flatMap(due -> raise(transaction, due));
    }

    private Uni<Swept> raise(ShortTransaction transaction, List<Raise> due) {
        if (due.isEmpty()) {
            return Uni.createFrom().item(new Swept(false, () -> {}));
        }
        List<Draft> drafts = due.stream()
                .flatMap(raise -> raise.notices().stream())
                .sorted(Comparator.comparing(Draft::at))
                .toList();
        return Uni.combine()
                .all()
                .unis(
                        transaction.connection().preparedQuery(SCHEDULE).execute(schedule(due)),
                        log.raise(transaction, drafts))
                .with((scheduled, wake) -> new Swept(true, () -> {
                    metrics.swept(drafts, calendar.instant());
                    wake.run();
                }));
    }

    private List<Raise> due(RowSet<Row> rows, Instant now) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> due(row, now))
                .toList();
    }

    private Raise due(Row row, Instant now) {
        String id = row.getString("id");
        try {
            return Raise.of(id, consequences(row, now));
        } catch (RuntimeException e) {
            Ids.with(
                    Map.of(Ids.CUTOFF, id),
                    () -> LOG.errorf(
                            e, "cutoff %s can't have raised what is due; it is tried again in %s", id, AFTER_FAULT));
            Optional<Integer> same = Optional.ofNullable(row.getInteger("next_lead_time"));
            return new Raise(id, List.of(), Optional.of(now.plus(AFTER_FAULT)), same);
        }
    }

    private Consequences consequences(Row row, Instant now) {
        Cutoff cutoff = documents.cutoff(row.getString("document"));
        Optional<LeadTime> rung =
                Optional.ofNullable(row.getInteger("next_lead_time")).map(ordinal -> LeadTime.values()[ordinal]);
        Due due = new Due(row.getOffsetDateTime("next_due_at").toInstant(), rung);
        return Ladder.raise(cutoff, due, now);
    }

    private static Tuple schedule(List<Raise> due) {
        return Columns.of(due)
                .text(Raise::cutoff)
                .optionalInstant(Raise::dueAt)
                .optionalInteger(Raise::leadTime)
                .tuple();
    }
}
