package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.sql.Columns;
import dev.forewarn.subscription.Audience;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Which notices are still to be told to subscriptions, and to which. */
@Singleton
public class Fanouts {

    private static final String TAKE_OVER =
            """
            with due as (
                select position from fanout
                where lease_until <= $1
                order by lease_until
                limit $3
                for update skip locked
            ), taken as (
                update fanout f set claim = claim + 1, lease_until = $2
                from due where f.position = due.position
                returning f.position, f.after, f.claim
            )
            select t.position, t.after, t.claim, n.id, n.kind, n.lead_times, n.deadline, n.raised_at, n.body, c.key,
                n.voided_by is not null as voided
            from taken t join notice n using (position) join cutoff c on c.id = n.cutoff_id
            order by t.position""";

    private static final String PUT_BACK =
            """
            update fanout f set lease_until = $3
            from unnest($1::bigint[], $2::integer[]) as held(position, claim)
            where f.position = held.position and f.claim = held.claim""";

    private final Pool pool;
    private final Audience audience;
    private final NoticeSettings settings;
    private final Bulletin bulletin;
    private final CalendarClock calendar;
    private final InstantSource wall;

    Fanouts(
            Pool pool,
            Audience audience,
            NoticeSettings settings,
            Bulletin bulletin,
            CalendarClock calendar,
            InstantSource wall) {
        this.pool = pool;
        this.audience = audience;
        this.settings = settings;
        this.bulletin = bulletin;
        this.calendar = calendar;
        this.wall = wall;
    }

    /** The next subscriptions that are to be told: nobody any more of a notice that was voided. */
    public Uni<Audience.Chunk> chunk(Fanout fanout) {
        return bulletin.isVoided(fanout.position())
                ? Uni.createFrom()
                        .item(new Audience.Chunk(List.of(), fanout.lease().after(), true))
                : audience.chunk(fanout.interest(), fanout.lease().after(), settings.chunk());
    }

    /** Leases fan-outs that nobody holds any more, or that nobody has held yet. */
    public Uni<List<Fanout>> takeOver(int limit) {
        Instant now = wall.instant();
        Instant until = leaseUntil(now);
        return pool.preparedQuery(TAKE_OVER)
                .execute(Tuple.of(Columns.utc(now), Columns.utc(until), limit))
                .map(rows -> fanouts(rows, until));
    }

    /** Gives up fan-outs that this replica has not come to. */
    public Uni<Void> putBack(List<Fanout> unstarted) {
        Tuple held = Columns.of(unstarted)
                .bigint(Fanout::position)
                .integer(fanout -> fanout.lease().claim())
                .value(Columns.utc(wall.instant()))
                .tuple();
        return pool.preparedQuery(PUT_BACK).execute(held).replaceWithVoid();
    }

    /** Until when a lease that is taken or made longer at that instant holds. */
    public Instant leaseUntil(Instant now) {
        return now.plus(settings.lease());
    }

    private List<Fanout> fanouts(RowSet<Row> rows, Instant until) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> fanout(row, until))
                .toList();
    }

    private Fanout fanout(Row row, Instant until) {
        if (row.getBoolean("voided")) {
            bulletin.voided(row.getLong("position"));
        }
        Optional<Instant> deadline =
                Optional.ofNullable(row.getOffsetDateTime("deadline")).map(OffsetDateTime::toInstant);
        return new Fanout(
                row.getLong("position"),
                row.getString("id"),
                Buffer.buffer(row.getBuffer("body").getBytes()),
                Interests.of(
                        CutoffKey.parse(row.getString("key")),
                        NoticeKind.values()[row.getInteger("kind")],
                        row.getInteger("lead_times")),
                deadline.map(calendar::wallAt),
                row.getOffsetDateTime("raised_at").toInstant(),
                new Fanout.Lease(row.getLong("after"), row.getInteger("claim"), until));
    }
}
