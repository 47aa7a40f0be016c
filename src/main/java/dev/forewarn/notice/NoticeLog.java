package dev.forewarn.notice;

import dev.forewarn.ledger.Aftermath;
import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.Draft;
import dev.forewarn.lifecycle.Window;
import dev.forewarn.notice.Raising.Raised;
import dev.forewarn.notice.Raising.Voided;
import dev.forewarn.sql.Columns;
import dev.forewarn.sql.ShortTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Raises notices: fixes their bytes and their place in the feed, voids those that no longer hold, and makes the fan-outs.
 *
 * <p>Positions are given under a lock that is taken last of all and held until the commit, so that they become visible in
 * their order and without gaps. A sequence would give numbers that become visible in another order, and a poller would
 * step over some.
 */
@Singleton
class NoticeLog implements Aftermath {

    // Another key of the advisory locks of this database: the end of the feed.
    private static final long FEED = 0x666f7265_0002L;
    private static final Duration GRACE = Duration.ofHours(1);

    private static final String READ_STANDING =
            """
            select n.position, n.id, n.cutoff_id, n.kind
            from unnest($1::text[]) as c(id) join notice n on n.cutoff_id = c.id and n.voided_by is null
            order by n.position""";

    private static final String LOCK_FEED = "select pg_advisory_xact_lock($1)";

    private static final String INSERT =
            """
            with feed(ends) as (
                select coalesce(max(position), 0) from notice
            ), raised as (
                insert into notice (position, id, cutoff_id, subject, revision, kind, lead_times, pushed, deadline,
                                    raised_at, voided_by, body)
                select ends + place, id, cutoff_id, subject, revision, kind, lead_times, pushed, deadline,
                       $12::timestamptz, ends + voided_by, body
                from feed, unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::integer[],
                                  $7::boolean[], $8::timestamptz[], $9::integer[], $10::bytea[]) with ordinality
                    as n(id, cutoff_id, subject, revision, kind, lead_times, pushed, deadline, voided_by, body, place)
                returning position, pushed, voided_by
            ), fanned as (
                insert into fanout (position, lease_until)
                select position, $11::timestamptz from raised where pushed and voided_by is null
            ), told as materialized (
                select pg_notify('notice_raised', max(position)::text) from raised
            )
            select position from raised, told order by position""";

    private static final String VOID =
            """
            update notice n set voided_by = (select max(position) from notice) - $3 + v.by
            from unnest($1::bigint[], $2::integer[]) as v(position, by)
            where n.position = v.position""";

    private static final String TELL_VOIDED =
            """
            select pg_notify('notice_voided', position::text) from unnest($1::bigint[]) as position""";

    private final NoticeBody bodies;
    private final NoticeSettings settings;
    private final FanoutQueue queue;
    private final Bulletin bulletin;
    private final NoticeMetrics metrics;
    private final CalendarClock calendar;
    private final InstantSource wall;

    NoticeLog(
            NoticeBody bodies,
            NoticeSettings settings,
            FanoutQueue queue,
            Bulletin bulletin,
            NoticeMetrics metrics,
            CalendarClock calendar,
            InstantSource wall) {
        this.bodies = bodies;
        this.settings = settings;
        this.queue = queue;
        this.bulletin = bulletin;
        this.metrics = metrics;
        this.calendar = calendar;
        this.wall = wall;
    }

    @Override
    public Uni<Runnable> write(ShortTransaction transaction, List<Draft> notices, Optional<Instant> nextDue) {
        Runnable due = () -> nextDue.ifPresent(bulletin::due);
        return raise(transaction, notices).map(raised -> () -> {
            due.run();
            raised.run();
        });
    }

    /** As {@link #write}, for notices that are due without a change. */
    Uni<Runnable> raise(ShortTransaction transaction, List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return transaction.commit().replaceWith(() -> {});
        }
        return standing(transaction.connection(), drafts).flatMap(standing -> insert(transaction, drafts, standing));
    }

    /** The notices that the drafts may void. */
    static Uni<List<StandingNotice>> standing(SqlClient client, List<Draft> drafts) {
        String[] cutoffs = drafts.stream()
                .filter(NoticeLog::mayVoid)
                .map(draft -> draft.cutoff().id().value())
                .distinct()
                .toArray(String[]::new);
        return cutoffs.length == 0
                ? Uni.createFrom().item(List.of())
                : client.preparedQuery(READ_STANDING).execute(Tuple.of(cutoffs)).map(NoticeLog::standing);
    }

    /** Nothing was raised before the first revision of a cutoff is announced. */
    private static boolean mayVoid(Draft draft) {
        return draft.voids() != Draft.Voids.NOTHING
                && (draft.cutoff().revision() > 1 || draft.reminder().isPresent());
    }

    private static List<StandingNotice> standing(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(StandingNotice::of)
                .toList();
    }

    private Uni<Runnable> insert(ShortTransaction transaction, List<Draft> drafts, List<StandingNotice> standing) {
        Raising raising = new Raising(bodies, standing);
        raising.raise(drafts);
        Instant now = wall.instant();
        // What would not be begun before its lease is over is left to whoever is free.
        boolean own = queue.hasRoomFor(drafts.size());
        Instant leaseUntil = own ? now.plus(settings.lease()) : now;
        return flight(transaction, raising, leaseUntil, now)
                .map(positions -> committed(raising, positions, own, leaseUntil, now));
    }

    private Uni<List<Long>> flight(ShortTransaction transaction, Raising raising, Instant leaseUntil, Instant now) {
        SqlConnection tx = transaction.connection();
        Uni<RowSet<Row>> lock = tx.preparedQuery(LOCK_FEED).execute(Tuple.of(FEED));
        Uni<RowSet<Row>> insert = tx.preparedQuery(INSERT).execute(rows(raising.raised(), leaseUntil, now));
        return Uni.combine()
                .all()
                .unis(lock, insert, voidEarlier(tx, raising), transaction.commit())
                .with((locked, inserted, any, committed) -> positions(inserted));
    }

    private static Uni<Void> voidEarlier(SqlConnection tx, Raising raising) {
        return raising.voided().isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.combine()
                        .all()
                        .unis(
                                tx.preparedQuery(VOID).execute(voided(raising)),
                                tx.preparedQuery(TELL_VOIDED).execute(Tuple.of(voidedPositions(raising))))
                        .discardItems();
    }

    private static List<Long> positions(RowSet<Row> inserted) {
        return StreamSupport.stream(inserted.spliterator(), false)
                .map(row -> row.getLong("position"))
                .toList();
    }

    private Runnable committed(Raising raising, List<Long> positions, boolean own, Instant leaseUntil, Instant now) {
        List<Fanout> fanouts = new ArrayList<>();
        for (int i = 0; i < positions.size(); i++) {
            Raised raised = raising.raised().get(i);
            if (raised.fansOut()) {
                fanouts.add(fanout(positions.get(i), raised, leaseUntil, now));
            }
        }
        return () -> {
            metrics.raised(raising);
            bulletin.raised(positions.get(positions.size() - 1));
            raising.voided().forEach(voided -> bulletin.voided(voided.position()));
            if (own) {
                queue.add(fanouts);
            } else {
                queue.wake();
            }
        };
    }

    private Fanout fanout(long position, Raised raised, Instant leaseUntil, Instant now) {
        Draft draft = raised.draft();
        return new Fanout(
                position,
                draft.id(),
                raised.body(),
                Interests.of(draft),
                deadline(draft).map(calendar::wallAt),
                now,
                new Fanout.Lease(0, 1, leaseUntil));
    }

    private Tuple rows(List<Raised> raised, Instant leaseUntil, Instant now) {
        return Columns.of(raised)
                .text(each -> each.draft().id())
                .text(each -> each.draft().cutoff().id().value())
                .text(each -> each.draft().cutoff().key().subject().toString())
                .integer(each -> each.draft().cutoff().revision())
                .integer(each -> each.draft().kind().ordinal())
                .integer(each -> Interests.leadTimes(each.draft()))
                .bool(each -> each.draft().pushed())
                .optionalInstant(each -> deadline(each.draft()))
                .optionalInteger(Raised::voidedBy)
                .bytes(Raised::body)
                .value(Columns.utc(leaseUntil))
                .value(Columns.utc(now))
                .tuple();
    }

    /** A reminder is of no use after the window, but one raised at its very end is still told. */
    private Optional<Instant> deadline(Draft draft) {
        return draft.reminder()
                .flatMap(reminder -> draft.cutoff().window())
                .flatMap(Window::end)
                .map(end -> latest(end, calendar.instant().plus(GRACE)));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Tuple voided(Raising raising) {
        List<Voided> sorted = raising.voided().stream()
                .sorted(Comparator.comparing(Voided::position))
                .toList();
        return Columns.of(sorted)
                .bigint(Voided::position)
                .integer(Voided::by)
                .value((long) raising.raised().size())
                .tuple();
    }

    private static Long[] voidedPositions(Raising raising) {
        return raising.voided().stream().map(Voided::position).toArray(Long[]::new);
    }
}
