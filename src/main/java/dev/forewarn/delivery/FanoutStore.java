package dev.forewarn.delivery;

import dev.forewarn.notice.Fanout;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Writes what fan-outs have come to, fenced by their claims. Positions are also named as an array, beside the join: fanout
 * is mostly empty, and a planner that knows it to be would read all of its index, with what is dead in it.
 */
@Singleton
class FanoutStore {

    /**
     * What nearly all of them come to: taken at the first attempt. It has few columns, and no look for whether a row is
     * there already, which would cost as much again as the row; that it is, is an error then, and {@link #PUT_ENDED} is
     * for the rest. All or none: none if one of the claims is lost.
     */
    private static final String PUT_TAKEN =
            """
            with held as materialized (
                select f.position
                from fanout f join unnest($6::bigint[], $7::integer[]) as h(position, claim)
                    on h.position = f.position and h.claim = f.claim
                where f.position = any ($6)
                order by f.position
                for share of f
            )
            insert into delivery (subscription_id, position, day, state, attempts, status, took_ms, at)
            select d.subscription_id, d.position, $8::date, 0, 1, d.status, d.took_ms, d.at
            from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::integer[], $5::timestamptz[])
                as d(subscription_id, position, status, took_ms, at)
            where (select count(*) from held) = cardinality($6)""";

    /** The lock keeps another replica from taking the fan-out over between the look at the claim and the commit. */
    private static final String PUT_ENDED =
            """
            with held as materialized (
                select f.position, f.claim
                from fanout f join (select distinct * from unnest($2::bigint[], $11::integer[])) h(position, claim)
                    on h.position = f.position and h.claim = f.claim
                where f.position = any ($2)
                order by f.position
                for share of f
            )
            insert into delivery (subscription_id, position, day, state, attempts, status, error, took_ms, response, at,
                                  reason)
            select d.subscription_id, d.position, d.day, d.state, d.attempts, d.status, d.error, d.took_ms, d.response, d.at,
                d.reason
            from unnest($1::bigint[], $2::bigint[], $3::date[], $4::integer[], $5::integer[], $6::integer[], $7::text[],
                        $8::integer[], $9::text[], $10::timestamptz[], $11::integer[], $12::integer[])
                as d(subscription_id, position, day, state, attempts, status, error, took_ms, response, at, claim, reason)
            where (d.position, d.claim) in (select position, claim from held)
            on conflict do nothing""";

    private static final String HOLD =
            """
            select f.position
            from fanout f join (select distinct * from unnest($1::bigint[], $2::integer[])) h(position, claim)
                on h.position = f.position and h.claim = f.claim
            where f.position = any ($1)
            order by f.position
            for share of f""";

    /** A lane that is leased is left to whoever holds it, who looks for what is new when it gives it back. */
    private static final String WAKE_LANES =
            """
            insert into lane as l (subscription_id, next_at)
            -- Not before now: searches begin a little behind the present.
            select w.subscription_id, greatest(min(w.due_at), $5)
            from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::integer[]) as w(subscription_id, due_at, position, claim)
                join fanout f on f.position = w.position and f.claim = w.claim
            where f.position = any ($3)
            group by w.subscription_id
            order by w.subscription_id
            on conflict (subscription_id) do update
            set next_at = case when l.leased then l.next_at else least(l.next_at, excluded.next_at) end""";

    private static final String PUT_WAITING =
            """
            insert into waiting (subscription_id, due_at, position, day, attempts, told, last)
            select w.subscription_id, w.due_at, w.position, w.day, w.attempts, w.told, w.last
            from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::date[], $5::integer[], $6::integer[],
                        $7::boolean[], $8::integer[])
                    as w(subscription_id, due_at, position, day, attempts, told, last, claim)
                join fanout f on f.position = w.position and f.claim = w.claim
            where f.position = any ($3)
            on conflict do nothing""";

    private static final String PUT_ATTEMPTS =
            """
            insert into attempt (subscription_id, position, day, number, at, status, error, took_ms, response)
            select a.subscription_id, a.position, a.day, a.number, a.at, a.status, a.error, a.took_ms, a.response
            from unnest($1::bigint[], $2::bigint[], $3::date[], $4::integer[], $5::timestamptz[], $6::integer[], $7::text[],
                        $8::integer[], $9::text[], $10::integer[])
                    as a(subscription_id, position, day, number, at, status, error, took_ms, response, claim)
                join fanout f on f.position = a.position and f.claim = a.claim
            where f.position = any ($2)
            on conflict do nothing""";

    private static final String ADVANCE =
            """
            with held as materialized (
                select f.position, n.after
                from unnest($1::bigint[], $2::integer[], $3::bigint[]) as n(position, claim, after)
                    join fanout f on f.position = n.position and f.claim = n.claim
                where f.position = any ($1)
                order by f.position
                for update of f
            )
            update fanout f set after = held.after, lease_until = $4
            from held
            where f.position = any ($1) and f.position = held.position
            returning f.position""";

    private static final String FINISH =
            """
            with held as materialized (
                select f.position
                from unnest($1::bigint[], $2::integer[]) as n(position, claim)
                    join fanout f on f.position = n.position and f.claim = n.claim
                where f.position = any ($1)
                order by f.position
                for update of f
            )
            delete from fanout f using held where f.position = any ($1) and f.position = held.position""";

    private static final String HAD =
            """
            select subscription_id from delivery
            where position = $1 and day = $2 and subscription_id = any($3)
            union all
            select subscription_id from waiting where position = $1 and subscription_id = any($3)""";

    private static final String IS_HELD = "select from fanout where position = $1 and claim = $2";

    private final Pool pool;
    private final InstantSource wall;

    FanoutStore(Pool pool, InstantSource wall) {
        this.pool = pool;
        this.wall = wall;
    }

    /** Whether nobody has taken the fan-out over. */
    Uni<Boolean> isHeld(Fanout fanout) {
        return pool.preparedQuery(IS_HELD)
                .execute(Tuple.of(fanout.position(), fanout.lease().claim()))
                .map(rows -> rows.size() > 0);
    }

    /** Those of the subscriptions that an earlier holder of the fan-out has dealt with. */
    Uni<Set<Long>> had(Fanout fanout, Collection<Long> subscriptions) {
        return pool.preparedQuery(HAD)
                .execute(Tuple.of(fanout.position(), fanout.day(), subscriptions.toArray(Long[]::new)))
                .map(rows -> ids(rows, "subscription_id"));
    }

    /** Writes outcomes; those whose fan-out somebody else has taken over are left out. */
    Uni<Void> settle(List<Settled> settled) {
        List<Settled> waiting = settled.stream().filter(each -> !each.isEnd()).toList();
        List<Settled> ended = settled.stream().filter(Settled::isEnd).toList();
        return waiting.isEmpty() ? putEnded(ended) : pool.withTransaction(tx -> settle(tx, ended, waiting));
    }

    private Uni<Void> putEnded(List<Settled> ended) {
        Optional<LocalDate> day = TakenRows.dayOf(ended);
        return day.isEmpty() ? putEnded(pool, ended) : putTaken(ended, day.get());
    }

    private Uni<Void> putTaken(List<Settled> taken, LocalDate day) {
        return pool.preparedQuery(PUT_TAKEN)
                .execute(TakenRows.columns(taken, each -> each.message().position(), day)
                        .tuple())
                .map(inserted -> inserted.rowCount() > 0)
                .onFailure(TakenRows::areThere)
                .recoverWithItem(false)
                .flatMap(written -> written ? Uni.createFrom().voidItem() : putEnded(pool, taken));
    }

    private Uni<Void> settle(SqlConnection tx, List<Settled> ended, List<Settled> waiting) {
        List<Uni<Void>> flight = new ArrayList<>();
        flight.add(tx.preparedQuery(HOLD).execute(held(waiting)).replaceWithVoid());
        flight.add(tx.preparedQuery(WAKE_LANES)
                .execute(lanes(waiting, wall.instant()))
                .replaceWithVoid());
        Tuple rows = DeliveryRows.waits(waiting).tuple();
        flight.add(tx.preparedQuery(PUT_WAITING).execute(rows).replaceWithVoid());
        DeliveryRows.attempts(waiting)
                .map(attempts ->
                        tx.preparedQuery(PUT_ATTEMPTS).execute(attempts).replaceWithVoid())
                .ifPresent(flight::add);
        if (!ended.isEmpty()) {
            flight.add(putEnded(tx, ended));
        }
        return Uni.join().all(flight).andFailFast().replaceWithVoid();
    }

    private static Uni<Void> putEnded(SqlClient client, List<Settled> ended) {
        return client.preparedQuery(PUT_ENDED)
                .execute(DeliveryRows.ended(ended).tuple())
                .replaceWithVoid();
    }

    private static Tuple held(List<Settled> settled) {
        return Columns.of(settled)
                .bigint(each -> each.message().position())
                .integer(Settled::claim)
                .tuple();
    }

    private static Tuple lanes(List<Settled> waiting, Instant now) {
        return Columns.of(waiting)
                .bigint(Settled::subscription)
                .instant(each -> each.waits().until())
                .bigint(each -> each.message().position())
                .integer(Settled::claim)
                .value(Columns.utc(now))
                .tuple();
    }

    /** A fan-out of which another part is done. */
    record Progress(Fanout fanout, long upTo, boolean last) {}

    /** Those of the fan-outs that go on here; what has been taken over by somebody else goes on there. */
    Uni<Set<Long>> advance(List<Progress> progress, Instant leaseUntil) {
        List<Progress> finished = progress.stream().filter(Progress::last).toList();
        List<Progress> going = progress.stream().filter(each -> !each.last()).toList();
        Uni<Void> finish = finished.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(FINISH).execute(finished(finished)).replaceWithVoid();
        Uni<Set<Long>> advance = going.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : pool.preparedQuery(ADVANCE).execute(going(going, leaseUntil)).map(rows -> ids(rows, "position"));
        return Uni.combine().all().unis(advance, finish).with((held, any) -> held);
    }

    private static Set<Long> ids(RowSet<Row> rows, String column) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong(column))
                .collect(Collectors.toSet());
    }

    private static Tuple finished(List<Progress> finished) {
        return Columns.of(finished)
                .bigint(each -> each.fanout().position())
                .integer(each -> each.fanout().lease().claim())
                .tuple();
    }

    private static Tuple going(List<Progress> going, Instant leaseUntil) {
        return Columns.of(going)
                .bigint(each -> each.fanout().position())
                .integer(each -> each.fanout().lease().claim())
                .bigint(Progress::upTo)
                .value(Columns.utc(leaseUntil))
                .tuple();
    }
}
