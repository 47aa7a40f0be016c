package dev.forewarn.notice;

import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.loop.Frontier;
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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Which notices are still to be told to subscriptions, and to which. */
@Singleton
public class Fanouts {

    static final String LOWEST =
            """
            select min(lease_until) as lowest from fanout where lease_until between $1 and $2""";

    /**
     * Written so that each table is read by key, whatever the planner thinks: for it fanout is mostly empty, so that it
     * would rather read all of its index, with what is dead in it.
     */
    static final String TAKE_OVER =
            """
            with due as (
                select position from fanout
                where lease_until between $4 and $1
                order by lease_until
                limit $3
                for update skip locked
            ), taken as (
                update fanout f set claim = claim + 1, lease_until = $2
                where f.position = any (array(select position from due))
                returning f.position, f.after, f.claim
            )
            select t.position, t.after, t.claim, n.id, n.kind, n.lead_times, n.deadline, n.raised_at, n.body, c.key, c.window_start,
                n.voided_by is not null as voided
            from taken t cross join lateral (
                select * from notice where position = t.position limit 1
            ) n cross join lateral (
                select key, window_start from cutoff where id = n.cutoff_id limit 1
            ) c
            order by t.position""";

    private static final String VOIDED =
            """
            select position from notice where position = any ($1) and voided_by is not null""";

    private static final String PUT_BACK =
            """
            update fanout f set lease_until = $3
            from unnest($1::bigint[], $2::integer[]) as held(position, claim)
            where f.position = any ($1) and f.position = held.position and f.claim = held.claim""";

    private final Pool pool;
    private final Audience audience;
    private final NoticeSettings settings;
    private final Bulletin bulletin;
    private final CalendarClock calendar;
    private final InstantSource wall;
    private final Frontier frontier;

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
        this.frontier = new Frontier(wall);
    }

    /**
     * The next subscriptions that are to be told, in the order of the fan-outs: nobody any more of a notice that was voided.
     * Those that were voided by then are {@linkplain Notices#knownVoided known} to be afterwards.
     */
    public Uni<List<Audience.Chunk>> chunks(List<Fanout> fanouts) {
        List<Fanout> standing = fanouts.stream()
                .filter(fanout -> !bulletin.isVoided(fanout.position()))
                .toList();
        List<Audience.Question> questions = standing.stream()
                .map(fanout ->
                        new Audience.Question(fanout.interest(), fanout.lease().after()))
                .toList();
        return questions.isEmpty()
                ? Uni.createFrom().item(fanouts.stream().map(Fanouts::nobody).toList())
                : Uni.combine()
                        .all()
                        .unis(audience.chunks(questions, settings.chunk()), lookForVoided(standing))
                        .with((chunks, any) -> inOrder(fanouts, standing, chunks));
    }

    /** What waited for its turn may have been voided since it was raised: from now on that is known. */
    private Uni<Void> lookForVoided(List<Fanout> fanouts) {
        Instant now = wall.instant();
        Long[] positions = fanouts.stream()
                .filter(fanout -> !(bulletin.hasHeardSince(fanout.raisedAt()) && fanout.justRaised(now)))
                .map(Fanout::position)
                .toArray(Long[]::new);
        return positions.length == 0 ? Uni.createFrom().voidItem() : voided(positions);
    }

    private Uni<Void> voided(Long[] positions) {
        return pool.preparedQuery(VOIDED)
                .execute(Tuple.of(positions))
                .invoke(rows -> rows.forEach(row -> bulletin.voided(row.getLong("position"))))
                .replaceWithVoid();
    }

    private List<Audience.Chunk> inOrder(List<Fanout> fanouts, List<Fanout> standing, List<Audience.Chunk> chunks) {
        IdentityHashMap<Fanout, Audience.Chunk> found = new IdentityHashMap<>();
        for (int i = 0; i < chunks.size(); i++) {
            found.put(standing.get(i), chunks.get(i));
        }
        return fanouts.stream()
                .map(fanout -> bulletin.isVoided(fanout.position())
                        ? nobody(fanout)
                        : found.getOrDefault(fanout, nobody(fanout)))
                .toList();
    }

    private static Audience.Chunk nobody(Fanout voided) {
        return new Audience.Chunk(List.of(), voided.lease().after(), true);
    }

    /** Leases fan-outs that nobody holds any more, or that nobody has held yet. */
    public Uni<List<Fanout>> takeOver(int limit) {
        Instant now = wall.instant();
        return lowest(now)
                .flatMap(lowest -> lowest.isPresent()
                        ? takeOver(limit, now)
                        : Uni.createFrom().item(List.of()));
    }

    private Uni<Optional<Instant>> lowest(Instant now) {
        Instant settled = now.minus(Frontier.SLACK);
        return pool.preparedQuery(LOWEST)
                .execute(Tuple.of(Columns.utc(frontier.search()), Columns.utc(now)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("lowest"))
                        .map(OffsetDateTime::toInstant))
                .invoke(lowest -> frontier.found(Frontier.earlier(lowest.orElse(settled), settled)));
    }

    private Uni<List<Fanout>> takeOver(int limit, Instant now) {
        Instant until = leaseUntil(now);
        return pool.preparedQuery(TAKE_OVER)
                .execute(Tuple.of(Columns.utc(now), Columns.utc(until), limit, Columns.utc(frontier.begins())))
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
                        row.getInteger("lead_times"),
                        Optional.ofNullable(row.getOffsetDateTime("window_start"))
                                .map(OffsetDateTime::toInstant)),
                deadline.map(calendar::wallAt),
                row.getOffsetDateTime("raised_at").toInstant(),
                new Fanout.Lease(row.getLong("after"), row.getInteger("claim"), until));
    }
}
