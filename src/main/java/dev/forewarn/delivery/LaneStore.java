package dev.forewarn.delivery;

import dev.forewarn.loop.Frontier;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leases what waits, a subscription at a time, and writes what it has come to, fenced by the lanes' claims. */
@Singleton
class LaneStore {

    // How long what waits for a subscription that is not sent to is left alone, should nobody wake its lane.
    private static final Duration INACTIVE = Duration.ofHours(1);

    static final String LOWEST =
            """
            select min(next_at) as lowest from lane where next_at >= $1 and next_at <= $2""";

    static final String CLAIM =
            """
            with due as (
                select subscription_id from lane
                where next_at >= $5 and next_at <= $1
                order by next_at
                limit $3
                for update skip locked
            ), taken as (
                update lane l set next_at = $2, claim = claim + 1, leased = true
                where l.subscription_id = any (array(select subscription_id from due))
                returning l.subscription_id, l.claim
            )
            select t.subscription_id, t.claim, w.due_at, w.position, w.day, w.attempts, w.told, w.last
            from taken t left join lateral (
                select * from waiting
                where subscription_id = t.subscription_id and due_at <= $1
                order by due_at
                limit $4) w on true""";

    /** Sorted, so that two replicas wait for each other and don't lock each other out. */
    private static final String HOLD =
            """
            select h.subscription_id
            from (select distinct * from unnest($1::bigint[], $2::integer[]) order by 1)
                    as h(subscription_id, claim)
                cross join lateral (
                    select from lane
                    where subscription_id = h.subscription_id and claim = h.claim
                    for update) as l""";

    /**
     * What nearly all come to: taken at the first attempt. As in {@link FanoutStore}, with few columns and without a look
     * for whether a row is there already. What waited is found row by row, by all of its key: beside arrays, a planner
     * would read all that waits in these lanes, once for each of these.
     */
    static final String MOVE_TAKEN =
            """
            with held as materialized (
                select h.subscription_id
                from unnest($6::bigint[], $7::integer[]) as h(subscription_id, claim)
                    cross join lateral (
                        select from lane
                        where subscription_id = h.subscription_id and claim = h.claim
                        for update) as l
            ), gone as (
                delete from waiting
                where ctid = any (array(
                    select found.ctid
                    from unnest($1::bigint[], $2::bigint[], $9::timestamptz[]) as s(subscription_id, position, due_at)
                        cross join lateral (
                            select ctid from waiting
                            where subscription_id = s.subscription_id and due_at = s.due_at and position = s.position
                            limit 1) as found
                    where (select count(*) from held) = cardinality($6)))
            )
            insert into delivery (subscription_id, position, day, state, attempts, status, took_ms, at)
            select d.subscription_id, d.position, $8::date, 0, 1, d.status, d.took_ms, d.at
            from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::integer[], $5::timestamptz[])
                as d(subscription_id, position, status, took_ms, at)
            where (select count(*) from held) = cardinality($6)""";

    static final String DROP_WAITING =
            """
            delete from waiting
            where ctid = any (array(
                select found.ctid
                from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::integer[])
                        as s(subscription_id, due_at, position, claim)
                    join lane l on l.subscription_id = s.subscription_id and l.claim = s.claim
                    cross join lateral (
                        select ctid from waiting
                        where subscription_id = s.subscription_id and due_at = s.due_at and position = s.position
                        limit 1) as found
                where l.subscription_id = any ($1)))""";

    private static final String PUT_ENDED =
            """
            insert into delivery (subscription_id, position, day, state, attempts, status, error, took_ms, response, at,
                                  reason)
            select d.subscription_id, d.position, d.day, d.state, d.attempts, d.status, d.error, d.took_ms, d.response, d.at,
                d.reason
            from unnest($1::bigint[], $2::bigint[], $3::date[], $4::integer[], $5::integer[], $6::integer[], $7::text[],
                        $8::integer[], $9::text[], $10::timestamptz[], $11::integer[], $12::integer[])
                    as d(subscription_id, position, day, state, attempts, status, error, took_ms, response, at, claim, reason)
                join lane l on l.subscription_id = d.subscription_id and l.claim = d.claim
            where l.subscription_id = any ($1)
            on conflict do nothing""";

    private static final String PUT_WAITING =
            """
            insert into waiting (subscription_id, due_at, position, day, attempts, told, last)
            select w.subscription_id, w.due_at, w.position, w.day, w.attempts, w.told, w.last
            from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::date[], $5::integer[], $6::integer[],
                        $7::boolean[], $8::integer[])
                    as w(subscription_id, due_at, position, day, attempts, told, last, claim)
                join lane l on l.subscription_id = w.subscription_id and l.claim = w.claim
            where l.subscription_id = any ($1)
            on conflict do nothing""";

    private static final String PUT_ATTEMPTS =
            """
            insert into attempt (subscription_id, position, day, number, at, status, error, took_ms, response)
            select a.subscription_id, a.position, a.day, a.number, a.at, a.status, a.error, a.took_ms, a.response
            from unnest($1::bigint[], $2::bigint[], $3::date[], $4::integer[], $5::timestamptz[], $6::integer[], $7::text[],
                        $8::integer[], $9::text[], $10::integer[])
                    as a(subscription_id, position, day, number, at, status, error, took_ms, response, claim)
                join lane l on l.subscription_id = a.subscription_id and l.claim = a.claim
            where l.subscription_id = any ($1)
            on conflict do nothing""";

    /** Nothing is sent to a subscription that is paused, say: what waits for it is not due before it is looked for again. */
    private static final String RELEASE =
            """
            update lane l
            set leased = false,
                next_at = (
                    -- Not before now: whoever has had its turn stands behind those that wait for theirs.
                    select greatest(
                        r.not_before, $4,
                        case when s.state in ('active', 'failing') then first.due_at else greatest(first.due_at, $5) end)
                    from subscription s cross join lateral (
                        select due_at from waiting where subscription_id = s.id order by due_at limit 1) as first
                    where s.id = l.subscription_id)
            from unnest($1::bigint[], $2::integer[], $3::timestamptz[]) as r(subscription_id, claim, not_before)
            where l.subscription_id = any ($1) and l.subscription_id = r.subscription_id and l.claim = r.claim""";

    private static final String DROP_ORPHANS =
            """
            with gone as materialized (
                select id from unnest($1::bigint[]) as asked(id)
                where not exists (select from subscription s where s.id = asked.id)
            ), lanes as (
                delete from lane where subscription_id in (select id from gone)
            )
            delete from waiting where subscription_id in (select id from gone)""";

    private final Pool pool;
    private final DeliverySettings settings;
    private final InstantSource wall;
    private final Frontier frontier;

    LaneStore(Pool pool, DeliverySettings settings, InstantSource wall) {
        this.pool = pool;
        this.settings = settings;
        this.wall = wall;
        this.frontier = new Frontier(wall);
    }

    /** A subscription whose waiting deliveries this replica has leased, with those of them that are due. */
    record Lane(long subscription, int claim, Instant begun, List<Waiting> due) {}

    /** A delivery that waits. */
    record Waiting(Instant dueAt, long position, LocalDate day, Tries tries) {}

    Uni<List<Lane>> claim(int limit) {
        Instant now = wall.instant();
        return lowest(now)
                .flatMap(lowest -> lowest.isPresent()
                        ? claim(limit, now)
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

    private Uni<List<Lane>> claim(int limit, Instant now) {
        Tuple parameters = Tuple.of(
                Columns.utc(now),
                Columns.utc(now.plus(settings.lease())),
                limit,
                settings.laneDepth(),
                Columns.utc(frontier.begins()));
        return pool.preparedQuery(CLAIM).execute(parameters).map(rows -> lanes(rows, now));
    }

    private static List<Lane> lanes(RowSet<Row> rows, Instant now) {
        Map<Long, Lane> lanes = new LinkedHashMap<>();
        for (Row row : rows) {
            Lane lane = lanes.computeIfAbsent(
                    row.getLong("subscription_id"),
                    id -> new Lane(id, row.getInteger("claim"), now, new ArrayList<>()));
            if (row.getLong("position") != null) {
                lane.due().add(waiting(row));
            }
        }
        return List.copyOf(lanes.values());
    }

    private static Waiting waiting(Row row) {
        return new Waiting(
                row.getOffsetDateTime("due_at").toInstant(),
                row.getLong("position"),
                row.getLocalDate("day"),
                new Tries(row.getInteger("attempts"), row.getInteger("told"), row.getBoolean("last")));
    }

    /** An outcome of a delivery that has waited since {@code dueAt}. */
    record Served(Settled settled, Instant dueAt) {}

    /** Writes outcomes; those whose lane somebody else has taken over are left out. */
    Uni<Void> settle(List<Served> served) {
        Optional<LocalDate> day =
                TakenRows.dayOf(served.stream().map(Served::settled).toList());
        return day.isEmpty() ? settleAll(served) : moveTaken(served, day.get());
    }

    private Uni<Void> moveTaken(List<Served> taken, LocalDate day) {
        return pool.preparedQuery(MOVE_TAKEN)
                .execute(taken(taken, day))
                .map(inserted -> inserted.rowCount() > 0)
                .onFailure(TakenRows::areThere)
                .recoverWithItem(false)
                .flatMap(written -> written ? Uni.createFrom().voidItem() : settleAll(taken));
    }

    private static Tuple taken(List<Served> taken, LocalDate day) {
        List<Settled> settled = taken.stream().map(Served::settled).toList();
        OffsetDateTime[] dueAt =
                taken.stream().map(each -> Columns.utc(each.dueAt())).toArray(OffsetDateTime[]::new);
        return TakenRows.columns(settled, Settled::subscription, day)
                .value(dueAt)
                .tuple();
    }

    private Uni<Void> settleAll(List<Served> served) {
        return pool.withTransaction(tx -> settle(tx, served));
    }

    private static Uni<Void> settle(SqlConnection tx, List<Served> served) {
        List<Settled> settled = served.stream().map(Served::settled).toList();
        List<Settled> waiting = settled.stream().filter(each -> !each.isEnd()).toList();
        List<Settled> ended = settled.stream().filter(Settled::isEnd).toList();
        List<Uni<Void>> flight = new ArrayList<>();
        flight.add(run(tx, HOLD, claims(settled)));
        flight.add(run(tx, DROP_WAITING, served(served)));
        if (!ended.isEmpty()) {
            flight.add(run(tx, PUT_ENDED, DeliveryRows.ended(ended).tuple()));
        }
        if (!waiting.isEmpty()) {
            flight.add(run(tx, PUT_WAITING, DeliveryRows.waits(waiting).tuple()));
            DeliveryRows.attempts(waiting)
                    .map(attempts -> run(tx, PUT_ATTEMPTS, attempts))
                    .ifPresent(flight::add);
        }
        return Uni.join().all(flight).andFailFast().replaceWithVoid();
    }

    private static Uni<Void> run(SqlConnection tx, String statement, Tuple parameters) {
        return tx.preparedQuery(statement).execute(parameters).replaceWithVoid();
    }

    private static Tuple claims(List<Settled> settled) {
        return Columns.of(settled)
                .bigint(Settled::subscription)
                .integer(Settled::claim)
                .tuple();
    }

    private static Tuple served(List<Served> served) {
        return Columns.of(served)
                .bigint(each -> each.settled().subscription())
                .instant(Served::dueAt)
                .bigint(each -> each.settled().message().position())
                .integer(each -> each.settled().claim())
                .tuple();
    }

    /** A lane that is leased. */
    record Held(long subscription, int claim) {}

    /** A lane that is given back, and when it may be taken again at the earliest. */
    record Release(Held lane, Instant notBefore) {}

    /** Gives lanes back; each is due when the first of what waits in it is. */
    Uni<Void> release(Collection<Release> lanes) {
        Tuple held = Columns.of(lanes)
                .bigint(each -> each.lane().subscription())
                .integer(each -> each.lane().claim())
                .tuple();
        Tuple release = Columns.of(lanes)
                .bigint(each -> each.lane().subscription())
                .integer(each -> each.lane().claim())
                .instant(Release::notBefore)
                .value(Columns.utc(wall.instant()))
                .value(Columns.utc(wall.instant().plus(INACTIVE)))
                .tuple();
        // The lock first: what somebody puts into the lane meanwhile must be seen by the look at what waits.
        return pool.withTransaction(tx -> Uni.join()
                .all(run(tx, HOLD, held), run(tx, RELEASE, release))
                .andFailFast()
                .replaceWithVoid());
    }

    /** Forgets what waits for subscriptions that are gone. */
    Uni<Void> dropOrphans(Collection<Long> subscriptions) {
        return pool.preparedQuery(DROP_ORPHANS)
                .execute(Tuple.of(subscriptions.toArray(Long[]::new)))
                .replaceWithVoid();
    }
}
