-- dev.forewarn.access.Erasing
delete from lane where subscription_id in (
    select subscription_id from lane
    where subscription_id in (select id from subscription where owner_id = :owner)
    order by subscription_id
    for update)
-- dev.forewarn.access.Erasing
delete from subscription where id in (
    select id from subscription where owner_id = :owner order by id for update)
-- dev.forewarn.access.Erasing
select id from owner where public_id = :owner for update
-- dev.forewarn.access.Erasing
delete from waiting where subscription_id in (select id from subscription where owner_id = :owner)
-- dev.forewarn.access.Erasing
delete from owner where id = :owner
-- dev.forewarn.access.Idempotency
insert into idempotency as kept (owner_id, key, digest, created, at)
select id, :key, :digest, :created, :now from owner where id = :owner for key share
on conflict (owner_id, key) do update set
    digest = case when kept.at <= :expired then excluded.digest else kept.digest end,
    created = case when kept.at <= :expired then excluded.created else kept.created end,
    at = case when kept.at <= :expired then excluded.at else kept.at end
returning kept.digest, kept.created
-- dev.forewarn.access.Idempotency
delete from idempotency where (owner_id, key) in (
    select owner_id, key from idempotency where at <= :expired
    order by at limit 10 for update skip locked)
-- dev.forewarn.access.KeyLookup
select public_id, owner_id, role, sources, providers, authority
from api_key
where digest = $1 and (expires_at is null or expires_at > $2)
-- dev.forewarn.access.KeyLookup
select id from owner where public_id = $1
-- dev.forewarn.delivery.DeliveryLog
with page as (
    (select w.position, w.day, w.due_at, null::timestamptz as at, w.attempts, n.state,
        null::smallint as status, null::text as error, null::integer as took_ms, null::text as response,
        null::smallint as reason
    from waiting w cross join lateral (
        select case when voided_by is not null then 3 when w.attempts > 0 and deadline < $5 then 2 else -1 end
            as state
        from notice where position = w.position limit 1) n
    where w.subscription_id = $1 and w.position < $2 and ($4::integer is null or n.state = $4)
        and coalesce($4, -1) in (-1, 2, 3)
    order by w.position desc
    limit $3)
    union all
    (select position, day, null, at, attempts, state, status, error, took_ms, response, reason
    from delivery
    where subscription_id = $1 and position < $2 and ($4::integer is null or state = $4)
        and coalesce($4, 0) >= 0
    order by position desc
    limit $3)
    order by position desc
    limit $3
)
select p.position, p.day, p.due_at, p.at, p.attempts, p.state, p.reason, l.*
from page p left join lateral (
    select p.at - p.took_ms * interval '1 millisecond' as tried_at, p.status, p.error, p.took_ms, p.response
    where p.status is not null or p.error is not null
    union all
    (select a.at, a.status, a.error, a.took_ms, a.response
    from attempt a
    where p.status is null and p.error is null
        and a.subscription_id = $1 and a.position = p.position and a.day = p.day
    order by a.number desc
    limit 1)) l on true
order by p.position desc
-- dev.forewarn.delivery.DeliveryLog
with one as (
    select w.due_at, null::timestamptz as at, w.attempts,
        case when n.voided_by is not null then 3 when w.attempts > 0 and n.deadline < $4 then 2 else -1 end
            as state,
        null::smallint as status, null::text as error, null::integer as took_ms, null::text as response,
        null::smallint as reason
    from waiting w join notice n using (position)
    where w.subscription_id = $1 and w.position = $2 and w.day = $3
    union all
    select null, at, attempts, state, status, error, took_ms, response, reason
    from delivery
    where subscription_id = $1 and position = $2 and day = $3
)
select $2::bigint as position, $3::date as day, one.due_at, one.at, one.attempts, one.state, one.reason, l.*
from one left join lateral (
    select a.number, a.at as tried_at, a.status, a.error, a.took_ms, a.response
    from attempt a
    where a.subscription_id = $1 and a.position = $2 and a.day = $3
    union all
    select one.attempts, one.at - one.took_ms * interval '1 millisecond', one.status, one.error, one.took_ms,
        one.response
    where one.status is not null or one.error is not null) l on true
order by l.number
-- dev.forewarn.delivery.ErasureStore
update erasure set lease_until = $2
where subscription_id in (
    select subscription_id from erasure
    where lease_until <= $1
    order by lease_until
    limit $3
    for update skip locked)
returning subscription_id, gone_at
-- dev.forewarn.delivery.ErasureStore
delete from waiting w using (
    select position from waiting where subscription_id = $1 limit $2) part
where w.subscription_id = $1 and w.position = part.position
-- dev.forewarn.delivery.ErasureStore
delete from delivery d using (
    select position, day from delivery where subscription_id = $1 limit $2) part
where d.subscription_id = $1 and d.position = part.position and d.day = part.day
-- dev.forewarn.delivery.ErasureStore
delete from attempt a using (
    select position, day, number from attempt where subscription_id = $1 limit $2) part
where a.subscription_id = $1 and a.position = part.position and a.day = part.day
    and a.number = part.number
-- dev.forewarn.delivery.ErasureStore
delete from replay where subscription_id = $1
-- dev.forewarn.delivery.ErasureStore
delete from lane where subscription_id = $1
-- dev.forewarn.delivery.ErasureStore
delete from trouble where subscription_id = $1
-- dev.forewarn.delivery.ErasureStore
delete from erasure where subscription_id = $1
-- dev.forewarn.delivery.ErasureStore
update erasure set lease_until = $2 where subscription_id = $1
-- dev.forewarn.delivery.FanoutStore
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
where (select count(*) from held) = cardinality($6)
-- dev.forewarn.delivery.FanoutStore
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
on conflict do nothing
-- dev.forewarn.delivery.FanoutStore
select f.position
from fanout f join (select distinct * from unnest($1::bigint[], $2::integer[])) h(position, claim)
    on h.position = f.position and h.claim = f.claim
where f.position = any ($1)
order by f.position
for share of f
-- dev.forewarn.delivery.FanoutStore
insert into lane as l (subscription_id, next_at)
-- Not before now: searches begin a little behind the present.
select w.subscription_id, greatest(min(w.due_at), $5)
from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::integer[]) as w(subscription_id, due_at, position, claim)
    join fanout f on f.position = w.position and f.claim = w.claim
where f.position = any ($3)
group by w.subscription_id
order by w.subscription_id
on conflict (subscription_id) do update
set next_at = case when l.leased then l.next_at else least(l.next_at, excluded.next_at) end
-- dev.forewarn.delivery.FanoutStore
insert into waiting (subscription_id, due_at, position, day, attempts, told, last)
select w.subscription_id, w.due_at, w.position, w.day, w.attempts, w.told, w.last
from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::date[], $5::integer[], $6::integer[],
            $7::boolean[], $8::integer[])
        as w(subscription_id, due_at, position, day, attempts, told, last, claim)
    join fanout f on f.position = w.position and f.claim = w.claim
where f.position = any ($3)
on conflict do nothing
-- dev.forewarn.delivery.FanoutStore
insert into attempt (subscription_id, position, day, number, at, status, error, took_ms, response)
select a.subscription_id, a.position, a.day, a.number, a.at, a.status, a.error, a.took_ms, a.response
from unnest($1::bigint[], $2::bigint[], $3::date[], $4::integer[], $5::timestamptz[], $6::integer[], $7::text[],
            $8::integer[], $9::text[], $10::integer[])
        as a(subscription_id, position, day, number, at, status, error, took_ms, response, claim)
    join fanout f on f.position = a.position and f.claim = a.claim
where f.position = any ($2)
on conflict do nothing
-- dev.forewarn.delivery.FanoutStore
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
returning f.position
-- dev.forewarn.delivery.FanoutStore
with held as materialized (
    select f.position
    from unnest($1::bigint[], $2::integer[]) as n(position, claim)
        join fanout f on f.position = n.position and f.claim = n.claim
    where f.position = any ($1)
    order by f.position
    for update of f
)
delete from fanout f using held where f.position = any ($1) and f.position = held.position
-- dev.forewarn.delivery.FanoutStore
select subscription_id from delivery
where position = $1 and day = $2 and subscription_id = any($3)
union all
select subscription_id from waiting where position = $1 and subscription_id = any($3)
-- dev.forewarn.delivery.FanoutStore
select from fanout where position = $1 and claim = $2
-- dev.forewarn.delivery.LaneStore
select min(next_at) as lowest from lane where next_at >= $1 and next_at <= $2
-- dev.forewarn.delivery.LaneStore
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
    limit $4) w on true
-- dev.forewarn.delivery.LaneStore
select l.subscription_id
from lane l join (select distinct * from unnest($1::bigint[], $2::integer[])) h(subscription_id, claim)
    on h.subscription_id = l.subscription_id and h.claim = l.claim
where l.subscription_id = any ($1)
order by l.subscription_id
for update of l
-- dev.forewarn.delivery.LaneStore
delete from waiting w
using unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::integer[]) as s(subscription_id, due_at, position, claim)
    join lane l on l.subscription_id = s.subscription_id and l.claim = s.claim
where l.subscription_id = any ($1) and w.subscription_id = any ($1) and w.position = any ($3)
    and w.subscription_id = s.subscription_id and w.due_at = s.due_at and w.position = s.position
-- dev.forewarn.delivery.LaneStore
insert into delivery (subscription_id, position, day, state, attempts, status, error, took_ms, response, at,
                      reason)
select d.subscription_id, d.position, d.day, d.state, d.attempts, d.status, d.error, d.took_ms, d.response, d.at,
    d.reason
from unnest($1::bigint[], $2::bigint[], $3::date[], $4::integer[], $5::integer[], $6::integer[], $7::text[],
            $8::integer[], $9::text[], $10::timestamptz[], $11::integer[], $12::integer[])
        as d(subscription_id, position, day, state, attempts, status, error, took_ms, response, at, claim, reason)
    join lane l on l.subscription_id = d.subscription_id and l.claim = d.claim
where l.subscription_id = any ($1)
on conflict do nothing
-- dev.forewarn.delivery.LaneStore
insert into waiting (subscription_id, due_at, position, day, attempts, told, last)
select w.subscription_id, w.due_at, w.position, w.day, w.attempts, w.told, w.last
from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::date[], $5::integer[], $6::integer[],
            $7::boolean[], $8::integer[])
        as w(subscription_id, due_at, position, day, attempts, told, last, claim)
    join lane l on l.subscription_id = w.subscription_id and l.claim = w.claim
where l.subscription_id = any ($1)
on conflict do nothing
-- dev.forewarn.delivery.LaneStore
insert into attempt (subscription_id, position, day, number, at, status, error, took_ms, response)
select a.subscription_id, a.position, a.day, a.number, a.at, a.status, a.error, a.took_ms, a.response
from unnest($1::bigint[], $2::bigint[], $3::date[], $4::integer[], $5::timestamptz[], $6::integer[], $7::text[],
            $8::integer[], $9::text[], $10::integer[])
        as a(subscription_id, position, day, number, at, status, error, took_ms, response, claim)
    join lane l on l.subscription_id = a.subscription_id and l.claim = a.claim
where l.subscription_id = any ($1)
on conflict do nothing
-- dev.forewarn.delivery.LaneStore
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
where l.subscription_id = any ($1) and l.subscription_id = r.subscription_id and l.claim = r.claim
-- dev.forewarn.delivery.LaneStore
with gone as materialized (
    select id from unnest($1::bigint[]) as asked(id)
    where not exists (select from subscription s where s.id = asked.id)
), lanes as (
    delete from lane where subscription_id in (select id from gone)
)
delete from waiting where subscription_id in (select id from gone)
-- dev.forewarn.delivery.Partitions
select ensure_partitions(d.first, d.last)
from (
    select $1::date, $2::date
    union
    select day, day
    from fanout join notice using (position)
        cross join lateral (select (raised_at at time zone 'UTC')::date as day) of_notice
    where day < $1) as d(first, last)
-- dev.forewarn.delivery.Partitions
select parent.relname as parent, to_date(right(child.relname, 8), 'YYYYMMDD') as day
from pg_inherits i
    join pg_class parent on parent.oid = i.inhparent
    join pg_class child on child.oid = i.inhrelid
where i.inhparent in ('delivery'::regclass, 'attempt'::regclass)
    and right(child.relname, 8) < to_char($1::date, 'YYYYMMDD')
    and not exists (
        select from fanout join notice using (position)
        where to_char(raised_at at time zone 'UTC', 'YYYYMMDD') = right(child.relname, 8))
order by day, parent
-- dev.forewarn.delivery.Partitions
select drop_partition($1, $2)
-- dev.forewarn.delivery.ReplayStore
insert into replay as r (subscription_id, since, after, last, lease_until)
values ($1, $2, $3, $4, $5)
on conflict (subscription_id) do update
set since = least(r.since, excluded.since), after = least(r.after, excluded.after),
    last = greatest(r.last, excluded.last), claim = r.claim + 1, lease_until = excluded.lease_until
-- dev.forewarn.delivery.ReplayStore
with due as (
    select subscription_id from replay
    where lease_until <= $1
    order by lease_until
    limit 1
    for update skip locked
)
update replay r set claim = claim + 1, lease_until = $2
from due where r.subscription_id = due.subscription_id
returning r.subscription_id, r.since, r.after, r.last, r.claim
-- dev.forewarn.delivery.ReplayStore
select from replay where subscription_id = $1 and claim = $2 for update
-- dev.forewarn.delivery.ReplayStore
select min(position) as position from fanout where position = any($2) and after < $1
-- dev.forewarn.delivery.ReplayStore
update replay set after = $3, lease_until = $4 where subscription_id = $1 and claim = $2
-- dev.forewarn.delivery.ReplayStore
delete from replay where subscription_id = $1 and claim = $2
-- dev.forewarn.delivery.Requeue
with asked as (
    select * from unnest($2::bigint[], $3::date[]) as a(position, day)
), ended as (
    delete from delivery d using asked a
    where d.subscription_id = $1 and d.position = a.position and d.day = a.day
        -- Or it was not wanted then, and is now.
        and (d.state = any ($4::integer[]) or d.reason is not null)
    returning d.*
), logged as (
    insert into attempt (subscription_id, position, day, number, at, status, error, took_ms, response)
    select subscription_id, position, day, attempts, at - took_ms * interval '1 millisecond', status, error,
        took_ms, response
    from ended
    where status is not null or error is not null
    on conflict do nothing
)
insert into waiting (subscription_id, due_at, position, day, attempts)
select $1, $5, a.position, a.day, coalesce(e.attempts, 0)
from asked a left join ended e using (position, day)
where e.position is not null or $6 and not exists (
    select from delivery d where d.subscription_id = $1 and d.position = a.position and d.day = a.day)
on conflict do nothing
-- dev.forewarn.delivery.Requeue
update waiting w set due_at = $4
from lane l
where l.subscription_id = $1 and w.subscription_id = $1 and w.position = $2 and w.day = $3
    and w.due_at > case when l.leased then $5::timestamptz else $4::timestamptz end
-- dev.forewarn.delivery.Requeue
update lane set next_at = least(next_at, $2) where subscription_id = $1 and not leased
-- dev.forewarn.delivery.Requeue
insert into lane (subscription_id) values ($1) on conflict do nothing
-- dev.forewarn.delivery.Requeue
select from lane where subscription_id = $1 for update
-- dev.forewarn.delivery.Retention
delete from waiting
where ctid = any (array(select ctid from waiting where day < $1 limit $2 for update skip locked))
-- dev.forewarn.feed.AtomStore
with place as (
    select e.epoch, n.newest, coalesce($1::bigint, n.newest + 1) as position
    from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
)
select p.epoch, p.newest, n.position, n.id, n.raised_at, n.body
from place p left join lateral (
    select position, id, raised_at, body from notice
    where position < p.position order by position desc limit $2
) n on true
order by n.position desc
-- dev.forewarn.feed.AtomStore
with place as (
    select e.epoch, n.newest, coalesce($1::bigint, n.newest + 1) as position
    from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
), found as (
    select n.position
    from place p cross join unnest($3::smallint[]) as k(kind) cross join lateral (
        select position from notice
        where kind = k.kind and position < p.position order by position desc limit $2
    ) n
    order by n.position desc limit $2
)
select p.epoch, p.newest, n.position, n.id, n.raised_at, n.body
from place p left join (found f join notice n using (position)) on true
order by n.position desc
-- dev.forewarn.feed.AtomStore
with place as (
    select e.epoch, n.newest, coalesce($1::bigint, n.newest + 1) as position
    from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
), wanted as (
    select unnest($4::text[]) as id
    union
    select s.id from unnest($5::text[]) as p(provider)
    join subject s on s.id >= p.provider || '/' and s.id < p.provider || '0'
), found as (
    select n.position
    from place p cross join wanted w cross join lateral (
        select position from notice
        where subject = w.id and position < p.position and ($3::smallint[] is null or kind = any($3))
        order by position desc limit $2
    ) n
    order by n.position desc limit $2
)
select p.epoch, p.newest, n.position, n.id, n.raised_at, n.body
from place p left join (found f join notice n using (position)) on true
order by n.position desc
-- dev.forewarn.feed.CalendarStore
with wanted as (
    select unnest($9::text[]) as id
    union
    select s.id from unnest($10::text[]) as p(provider)
    join subject s on s.id >= p.provider || '/' and s.id < p.provider || '0'
)
select c.document, shown.document as shown, changed.recorded_at
from cutoff c
join lateral (
    select r.document, r.document::json #>> '{standing,window,start}' as start
    from revision r
    where r.cutoff_id = c.id
      and (not c.withdrawn or r.document::json #>> '{standing,window,start}' is not null)
    order by r.revision desc
    limit 1
) shown on shown.start is not null
join lateral (
    select max(r.recorded_at) as recorded_at from revision r
    where r.cutoff_id = c.id and r.revision = c.revision
) changed on true
where c.revision > 0
  and ($8 or c.subject in (select id from wanted))
  and ($1::text[] is null or c.milestone = any($1))
  and ($2::text[] is null or c.channel = any($2))
  and ($3::text[] is null or c.region = any($3))
  and ($4::timestamptz is null or shown.start::timestamptz >= $4)
  and ($5::timestamptz is null or shown.start::timestamptz < $5)
  and case
        when c.withdrawn then 'withdrawn'
        when c.window_start > $6::timestamptz then 'upcoming'
        when c.certainty = 'committed' and c.window_end <= $6 then 'passed'
        else 'open'
      end = any($7::text[])
order by shown.start::timestamptz, c.id
limit $11
-- dev.forewarn.feed.CheckStore
select asked.text, exact.id, (
    select (array_agg(id order by id))[1:$2::integer]
    from subject
    where called(id collate "default", name, aliases) @> array[lower(asked.text collate "default")]
) as called
from unnest($1::text[]) as asked(text) left join lateral (
    select id from subject where id = asked.text limit 1
) exact on true
-- dev.forewarn.feed.CheckStore
select s.id, c.document
from unnest($1::text[]) as asked(id) join subject s on s.id = asked.id left join lateral (
    select document, window_start, id from cutoff
    where subject = asked.id and revision > 0 and not withdrawn
      and milestone = any($2)
      and ($3::text[] is null or channel = any($3))
      and ($4::text[] is null or region = any($4))
      and ($5::text[] is null or audience = any($5))
    order by coalesce(window_start, 'infinity'), id
    limit 1000) c on true
-- dev.forewarn.feed.CheckStore
select c.cutoff_id, c.source, c.said_at, e.time, e.statement, r.read_at, r.missing_at, (
    select case when count(*) = count(t.window_start) then max(coalesce(t.window_end, t.window_start)) end
    from claim_follows f left join cutoff t on t.id = f.followed_id
    where f.cutoff_id = c.cutoff_id and f.source = c.source
) as followed_end
from claim c
join event e on e.source = c.source and e.id = c.event_id
left join confirmation r on r.cutoff_id = c.cutoff_id and r.source = c.source
where c.cutoff_id = any($1) and c.live
order by c.source
-- dev.forewarn.feed.CutoffStore
select c.window_start, c.id, c.document
from cutoff c
where c.revision > 0
  and (coalesce(c.window_start, 'infinity'), c.id) > (coalesce($1::timestamptz, 'infinity'), $2::text)
  and ($3::text[] is null or c.milestone = any($3))
  and ($4::text[] is null or c.channel = any($4))
  and ($5::text[] is null or c.region = any($5))
  and ($6::timestamptz is null or c.window_start >= $6)
  and ($7::timestamptz is null or c.window_start < $7)
  and case
        when c.withdrawn then 'withdrawn'
        when c.window_start is null then 'undated'
        when c.window_start > $8::timestamptz then 'upcoming'
        when c.certainty = 'committed' and c.window_end <= $8 then 'passed'
        else 'open'
      end = any($9::text[])
order by coalesce(c.window_start, 'infinity'), c.id
limit $10
-- dev.forewarn.feed.CutoffStore
with wanted as (
    select unnest($11::text[]) as id
    union
    select s.id from unnest($12::text[]) as p(provider)
    join subject s on s.id >= p.provider || '/' and s.id < p.provider || '0'
)
select c.window_start, c.id, c.document
from cutoff c
where c.subject = any(array(select id from wanted))
  and c.revision > 0
  and (coalesce(c.window_start, 'infinity'), c.id) > (coalesce($1::timestamptz, 'infinity'), $2::text)
  and ($3::text[] is null or c.milestone = any($3))
  and ($4::text[] is null or c.channel = any($4))
  and ($5::text[] is null or c.region = any($5))
  and ($6::timestamptz is null or c.window_start >= $6)
  and ($7::timestamptz is null or c.window_start < $7)
  and case
        when c.withdrawn then 'withdrawn'
        when c.window_start is null then 'undated'
        when c.window_start > $8::timestamptz then 'upcoming'
        when c.certainty = 'committed' and c.window_end <= $8 then 'passed'
        else 'open'
      end = any($9::text[])
order by coalesce(c.window_start, 'infinity'), c.id
limit $10
-- dev.forewarn.feed.CutoffStore
select window_start, id, document from cutoff
where subject = $1 and revision > 0
order by coalesce(window_start, 'infinity'), id
-- dev.forewarn.feed.DossierStore
select document, next_due_at from cutoff where id = $1 and revision > 0
-- dev.forewarn.feed.DossierStore
select c.source, c.said_at, e.time, e.statement, r.read_at, r.missing_at, (
    select case when count(*) = count(t.window_start) then max(coalesce(t.window_end, t.window_start)) end
    from claim_follows f left join cutoff t on t.id = f.followed_id
    where f.cutoff_id = c.cutoff_id and f.source = c.source
) as followed_end
from claim c
join event e on e.source = c.source and e.id = c.event_id
left join confirmation r on r.cutoff_id = c.cutoff_id and r.source = c.source
where c.cutoff_id = $1
order by c.source
-- dev.forewarn.feed.DossierStore
select source, said_at, recorded_at, document from (
    select * from revision where cutoff_id = $1 order by revision desc limit $2
) newest
order by revision
-- dev.forewarn.feed.DossierStore
select position, id, kind, raised_at, voided_by is not null as voided,
       convert_from(body, 'UTF8')::json #>> '{data,leadTime}' as lead_time
from (
    select * from notice
    where subject = (select subject from cutoff where id = $1) and cutoff_id = $1
    order by position desc
    limit $2
) newest
order by position
-- dev.forewarn.feed.FeedStore
with place as (
    select e.epoch, n.newest, coalesce($1::bigint, n.newest) as position
    from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
)
select p.epoch, p.newest, n.position, n.body
from place p left join lateral (
    select position, body from notice where position > p.position order by position limit $2
) n on true
order by n.position
-- dev.forewarn.feed.FeedStore
with place as (
    select e.epoch, n.newest, coalesce($1::bigint, n.newest) as position
    from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
), found as (
    select n.position
    from place p cross join unnest($3::smallint[]) as k(kind) cross join lateral (
        select position from notice where kind = k.kind and position > p.position order by position limit $2
    ) n
    order by n.position limit $2
)
select p.epoch, p.newest, f.position,
       (select body from notice n where n.position = f.position) as body
from place p left join found f on true
order by f.position
-- dev.forewarn.feed.FeedStore
with place as (
    select e.epoch, n.newest, coalesce($1::bigint, n.newest) as position
    from feed_epoch e, (select coalesce(max(position), 0) as newest from notice) n
), wanted as (
    select unnest($4::text[]) as id
    union
    select s.id from unnest($5::text[]) as p(provider)
    join subject s on s.id >= p.provider || '/' and s.id < p.provider || '0'
), found as (
    select n.position
    from place p cross join wanted w cross join lateral (
        select position from notice
        where subject = w.id and position > p.position and ($3::smallint[] is null or kind = any($3))
        order by position limit $2
    ) n
    order by n.position limit $2
)
select p.epoch, p.newest, f.position,
       (select body from notice n where n.position = f.position) as body
from place p left join found f on true
order by f.position
-- dev.forewarn.feed.FeedStore
select raised_at, body from notice where id = $1
-- dev.forewarn.feed.SubjectStore
select id, name, kind, aliases from subject
where id > $1
  and ($2::text is null or id >= $2 || '/' and id < $2 || '0')
  and ($3::text is null
       or strpos(lower(id), lower($3)) > 0
       or strpos(lower(name), lower($3)) > 0
       or exists (select from unnest(aliases) as a(alias) where strpos(lower(alias), lower($3)) > 0))
  and ($5::text[] is null or id = any($5) or split_part(id, '/', 1) = any($6::text[]))
order by id
limit $4
-- dev.forewarn.feed.SubjectStore
select id, name, kind, aliases from subject where id = $1
-- dev.forewarn.intake.imports.ImporterStore
insert into importer as i (name, source, terms, next_at)
select n.name, n.source, n.terms, $4 from unnest($1::text[], $2::text[], $3::text[]) as n(name, source, terms)
on conflict (name) do update
set source = excluded.source, terms = excluded.terms, next_at = excluded.next_at,
    etag = null, last_modified = null, failures = 0, error = null
where i.terms is distinct from excluded.terms or i.next_at is null
-- dev.forewarn.intake.imports.ImporterStore
update importer set claim = claim + 1, lease_until = $3, attempted_at = $2
where name = (
    select name from importer
    where name = any($1) and next_at <= $2 and (lease_until is null or lease_until <= $2)
    order by next_at, name
    limit 1
    for update skip locked)
returning name, claim, etag, last_modified, failures, report
-- dev.forewarn.intake.imports.ImporterStore
update importer
set next_at = $3, lease_until = null, etag = $4, last_modified = $5, failures = 0, error = null, report = $6
where name = $1 and claim = $2
-- dev.forewarn.intake.imports.ImporterStore
update importer set next_at = $3, lease_until = null, failures = failures + 1, error = $4
where name = $1 and claim = $2
-- dev.forewarn.intake.imports.ImporterStore
with forgotten as (
    update importer set etag = null, last_modified = null where source = $2 and name <> $1)
insert into importer as i (name, source, attempted_at, report) values ($1, $2, $3, $4)
on conflict (name) do update
set source = case when i.next_at is null then excluded.source else i.source end,
    attempted_at = excluded.attempted_at, report = excluded.report, etag = null, last_modified = null
-- dev.forewarn.intake.imports.ImporterStore
select name, source, next_at, lease_until, attempted_at, failures, error, report from importer
where name > $1 order by name limit $2
-- dev.forewarn.intake.imports.ImporterStore
select name, source, next_at, lease_until, attempted_at, failures, error, report from importer
where name = $1
-- dev.forewarn.intake.imports.ImporterStore
select min(next_at) as next_at from importer where name = any($1)
-- dev.forewarn.ledger.CalendarClock
insert into calendar (wall, calendar, rate) values ($1, $2, $3) on conflict do nothing
-- dev.forewarn.ledger.CalendarClock
select wall, calendar, rate from calendar
-- dev.forewarn.ledger.Confirmations
insert into confirmation as c (cutoff_id, source, read_at, missing_at)
select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
on conflict (cutoff_id, source) do update
set read_at = greatest(c.read_at, excluded.read_at), missing_at = greatest(c.missing_at, excluded.missing_at)
-- dev.forewarn.ledger.LedgerReading
select case when $2 then pg_advisory_xact_lock($1) else pg_advisory_xact_lock_shared($1) end
-- dev.forewarn.ledger.LedgerReading
insert into event (source, id, type, time, cutoff_id, digest, statement)
select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::bytea[], $7::text[])
on conflict do nothing
returning source, id
-- dev.forewarn.ledger.LedgerReading
insert into cutoff (id, key, subject, milestone, channel, region, audience)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
on conflict do nothing
-- dev.forewarn.ledger.LedgerReading
select id, key, document, next_due_at, next_lead_time from cutoff
where id in (select with_followers($1))
order by id
for no key update
-- dev.forewarn.ledger.LedgerReading
select id, key, document, next_due_at, next_lead_time from cutoff
where id in (select with_followed(array(select with_followers($1)) || $2::text[]))
-- dev.forewarn.ledger.LedgerReading
select c.cutoff_id, c.said_at, e.source, e.id, e.time, e.statement
from claim c join event e on e.source = c.source and e.id = c.event_id
where c.cutoff_id in (select with_followed(array(select with_followers($1)) || $2::text[]))
-- dev.forewarn.ledger.LedgerReading
select e.source, e.id, e.digest
from unnest($1::text[], $2::text[]) as named(source, id) join event e using (source, id)
-- dev.forewarn.ledger.LedgerReading
select e.source, e.id, e.time, e.cutoff_id, e.statement
from unnest($1::text[], $2::text[]) as named(cutoff_id, source) join event e using (cutoff_id, source)
-- dev.forewarn.ledger.LedgerWriting
insert into claim (cutoff_id, source, event_id, said_at, live)
select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[])
on conflict (cutoff_id, source) do update
set event_id = excluded.event_id, said_at = excluded.said_at, live = excluded.live
-- dev.forewarn.ledger.LedgerWriting
delete from claim_follows f using unnest($1::text[], $2::text[]) as claim(cutoff_id, source)
where f.cutoff_id = claim.cutoff_id and f.source = claim.source
-- dev.forewarn.ledger.LedgerWriting
insert into claim_follows (cutoff_id, source, followed_id)
select * from unnest($1::text[], $2::text[], $3::text[])
-- dev.forewarn.ledger.LedgerWriting
update cutoff c
set revision = n.revision, withdrawn = n.withdrawn, window_start = n.window_start,
    window_end = n.window_end, certainty = n.certainty, document = n.document,
    next_due_at = n.next_due_at, next_lead_time = n.next_lead_time
from unnest($1::text[], $2::integer[], $3::boolean[], $4::timestamptz[], $5::timestamptz[], $6::text[],
            $7::text[], $8::timestamptz[], $9::integer[])
    as n(id, revision, withdrawn, window_start, window_end, certainty, document, next_due_at, next_lead_time)
where c.id = n.id
-- dev.forewarn.ledger.LedgerWriting
insert into revision (cutoff_id, revision, source, event_id, said_at, document, recorded_at)
select n.*, $7::timestamptz from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::timestamptz[], $6::text[]) n
-- dev.forewarn.ledger.LedgerWriting
insert into subject as s (id, name, kind, aliases, authority, said_at, source, event_id)
select id, name, kind,
    array(select distinct alias from unnest(string_to_array(n.aliases, e'\\n')) as alias order by alias),
    authority, said_at, source, event_id
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::timestamptz[], $7::text[],
            $8::text[]) as n(id, name, kind, aliases, authority, said_at, source, event_id)
on conflict (id) do update set
    (name, kind, authority, said_at, source, event_id) = (
        select b.name, b.kind, b.authority, b.said_at, b.source, b.event_id
        from (values
            (s.name, s.kind, s.authority, s.said_at, s.source, s.event_id),
            (excluded.name, excluded.kind, excluded.authority, excluded.said_at, excluded.source,
             excluded.event_id)) as b(name, kind, authority, said_at, source, event_id)
        order by b.authority desc, b.said_at desc, b.source desc, b.event_id desc
        limit 1),
    aliases = array(
        select distinct alias from unnest(s.aliases || excluded.aliases) as alias order by alias)
where (excluded.authority, excluded.said_at, excluded.source, excluded.event_id)
        > (s.authority, s.said_at, s.source, s.event_id)
    or not s.aliases @> excluded.aliases
-- dev.forewarn.ledger.LedgerWriting
delete from event e using unnest($1::text[], $2::text[]) as n(source, id)
where e.source = n.source and e.id = n.id
-- dev.forewarn.ledger.SourceClaims
select t.key, e.id, e.time, e.statement, r.read_at, r.missing_at,
       (select count(*) from event said
        where said.cutoff_id = c.cutoff_id and said.source = c.source and said.time >= $2) as said_since
from claim c
join cutoff t on t.id = c.cutoff_id
join event e on e.source = c.source and e.id = c.event_id
left join confirmation r on r.cutoff_id = c.cutoff_id and r.source = c.source
where c.source = $1
-- dev.forewarn.ledger.SourceClaims
select count(*) from event where source = $1 and id = any($2)
-- dev.forewarn.notice.Backlog
select newest, coalesce(
    (select position - 1 from notice where raised_at >= $1 order by raised_at limit 1), newest) as after
from (select coalesce(max(position), 0) as newest from notice) as feed
-- dev.forewarn.notice.Backlog
select n.position, n.raised_at, n.kind, n.lead_times, c.key, c.window_start
from notice n cross join lateral (select key, window_start from cutoff where id = n.cutoff_id limit 1) c
where n.position > $1 and n.position <= $2 and n.raised_at >= $3
    and n.pushed and n.voided_by is null and (n.deadline is null or n.deadline > $4)
order by n.position
-- dev.forewarn.notice.Fanouts
select min(lease_until) as lowest from fanout where lease_until between $1 and $2
-- dev.forewarn.notice.Fanouts
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
order by t.position
-- dev.forewarn.notice.Fanouts
select position from notice where position = any ($1) and voided_by is not null
-- dev.forewarn.notice.Fanouts
update fanout f set lease_until = $3
from unnest($1::bigint[], $2::integer[]) as held(position, claim)
where f.position = any ($1) and f.position = held.position and f.claim = held.claim
-- dev.forewarn.notice.Headlines
select n.position, n.id, n.kind, n.raised_at, n.deadline, n.voided_by is not null as voided, n.cutoff_id,
    c.window_start
from notice n left join lateral (
    -- Of what counts down alone.
    select window_start from cutoff where id = n.cutoff_id and n.kind in (4, 5) limit 1
) c on true
where n.position = any($1)
-- dev.forewarn.notice.Listening
select coalesce(max(position), 0) as newest from notice
-- dev.forewarn.notice.NoticeLog
select n.position, n.id, n.cutoff_id, n.kind
from unnest($1::text[]) as c(id) join notice n on n.cutoff_id = c.id and n.voided_by is null
order by n.position
-- dev.forewarn.notice.NoticeLog
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
)
select position from raised order by position
-- dev.forewarn.notice.NoticeLog
update notice n set voided_by = (select max(position) from notice) - $3 + v.by
from unnest($1::bigint[], $2::integer[]) as v(position, by)
where n.position = v.position
-- dev.forewarn.notice.NoticeLog
select pg_notify('notice_raised', max(position)::text) from notice
-- dev.forewarn.notice.NoticeLog
select pg_notify('notice_voided', position::text) from unnest($1::bigint[]) as position
-- dev.forewarn.notice.NoticeLog
select pg_advisory_xact_lock($1)
-- dev.forewarn.notice.Notices
select n.position, n.id, n.body, n.deadline, n.voided_by is not null as voided, n.cutoff_id, c.window_start
from notice n left join lateral (
    -- Of what counts down alone.
    select window_start from cutoff where id = n.cutoff_id and n.kind in (4, 5) limit 1
) c on true
where n.position = any($1)
-- dev.forewarn.notice.Notices
select voided_by is not null as voided from notice where position = $1
-- dev.forewarn.notice.ScheduleStore
select c.id, c.next_due_at, c.document, exists (
    select from acknowledgement a
    where a.cutoff_id = c.id and a.subscription_id = $10::bigint and a.window_start <= c.window_start
) as acknowledged
from cutoff c
where c.next_due_at >= $1 and (c.next_due_at, c.id) > ($1, $2::text)
    and coalesce(c.window_end, c.window_start) >= $3
    and ($4::text[] is null or c.subject = any ($4) or split_part(c.subject, '/', 1) = any ($5::text[]))
    and ($6::text[] is null or c.milestone = any ($6))
    and ($7::text[] is null or c.channel = '*' or c.channel = any ($7))
    and ($8::text[] is null or c.region = '*' or c.region = any ($8))
order by c.next_due_at, c.id
limit $9
-- dev.forewarn.notice.Sweep
select min(next_due_at) as next from cutoff where next_due_at between $1 and $2
-- dev.forewarn.notice.Sweep
select id, document, next_due_at, next_lead_time from cutoff
where next_due_at between $1 and $2
order by next_due_at
limit $3
for no key update skip locked
-- dev.forewarn.notice.Sweep
update cutoff c set next_due_at = n.due_at, next_lead_time = n.lead_time
from unnest($1::text[], $2::timestamptz[], $3::integer[]) as n(id, due_at, lead_time)
where c.id = n.id
-- dev.forewarn.subscription.AcknowledgementStore
insert into acknowledgement as a (cutoff_id, subscription_id, window_start, at, by_id, by_name)
select c.id, s.id, coalesce(c.window_start, 'infinity'), $3, $4, (select name from api_key where public_id = $4)
from cutoff c cross join (select id from subscription where id = $2 for key share) s
where c.id = $1 and c.revision > 0
on conflict (cutoff_id, subscription_id) do update
set window_start = excluded.window_start, at = excluded.at, by_id = excluded.by_id, by_name = excluded.by_name
where a.window_start > excluded.window_start
-- dev.forewarn.subscription.AcknowledgementStore
select a.cutoff_id, c.key, nullif(a.window_start, 'infinity') as starts, a.at, a.by_id, a.by_name,
    a.window_start <= coalesce(c.window_start, 'infinity') as holds
from acknowledgement a join cutoff c on c.id = a.cutoff_id
where a.subscription_id = $1 and a.cutoff_id > $2
order by a.cutoff_id
limit $3
-- dev.forewarn.subscription.AcknowledgementStore
select a.cutoff_id, c.key, nullif(a.window_start, 'infinity') as starts, a.at, a.by_id, a.by_name,
    a.window_start <= coalesce(c.window_start, 'infinity') as holds
from acknowledgement a join cutoff c on c.id = a.cutoff_id
where a.subscription_id = $1 and a.cutoff_id = $2
-- dev.forewarn.subscription.AcknowledgementStore
update waiting w set due_at = $3
from lane l
where l.subscription_id = $1 and w.subscription_id = $1
    and w.position = any (array(
        select position from notice where cutoff_id = $2 and voided_by is null and kind = any ($5)))
    and w.due_at > case when l.leased then $4::timestamptz else $3::timestamptz end
-- dev.forewarn.subscription.AcknowledgementStore
update lane set next_at = least(next_at, $2) where subscription_id = $1 and not leased
-- dev.forewarn.subscription.AcknowledgementStore
delete from acknowledgement where subscription_id = $1 and cutoff_id = $2
-- dev.forewarn.subscription.AcknowledgementStore
select from lane where subscription_id = $1 for update
-- dev.forewarn.subscription.Acknowledgements
select asked.place
from unnest($1::bigint[], $2::text[], $3::timestamptz[]) with ordinality
        as asked(subscription_id, cutoff_id, starts, place)
    cross join lateral (
        select from acknowledgement
        where cutoff_id = asked.cutoff_id and subscription_id = asked.subscription_id
            and window_start <= asked.starts
        limit 1) as held
-- dev.forewarn.subscription.Acknowledgements
select cutoff_id, window_start from acknowledgement where subscription_id = $1
-- dev.forewarn.subscription.Audience
select bound.before, found.ids, found.versions
from unnest($1::text[], $2::text[], $3::bigint[], $4::integer[], $5::integer[], $6::integer[], $7::text[],
            $8::text[], $9::text[], $10::timestamptz[]) with ordinality
        as asked(subject, provider, after, milestone, kind, lead_times, channel, region, cutoff, start, n)
    cross join lateral (
        select array[asked.subject, asked.provider, '*'] as patterns
    ) as of
    cross join lateral (
        select min(beyond.subscription_id) as before
        from unnest(of.patterns) as pattern(value) cross join lateral (
            select subscription_id
            from subscription_subject
            where subscription_subject.pattern = pattern.value collate "C" and subscription_id > asked.after
            order by subscription_id
            offset $11 limit 1) as beyond
    ) as bound
    cross join lateral (
        select array_agg(target.id order by target.id) as ids,
            array_agg(target.version order by target.id) as versions
        from (
            select distinct route.subscription_id as id
            from unnest(of.patterns) as pattern(value) cross join lateral (
                select subscription_id
                from subscription_subject
                where subscription_subject.pattern = pattern.value collate "C"
                    and subscription_id > asked.after
                    and subscription_id < coalesce(bound.before, 9223372036854775807)
                    and milestones & asked.milestone <> 0
                    and kinds & asked.kind <> 0
                    and (asked.lead_times = 0 or lead_times & asked.lead_times <> 0)
                    and (channels is null or asked.channel = '*' or asked.channel = any (channels))
                    and (regions is null or asked.region = '*' or asked.region = any (regions))) as route
            where asked.cutoff is null
                or route.subscription_id not in (
                    select acknowledgement.subscription_id
                    from acknowledgement
                    where acknowledgement.cutoff_id = asked.cutoff
                        and acknowledgement.subscription_id > asked.after
                        and acknowledgement.subscription_id < coalesce(bound.before, 9223372036854775807)
                        and acknowledgement.window_start <= asked.start)
        ) as taking cross join lateral (
            select subscription.id, subscription.xmin::text::bigint as version
            from subscription
            where subscription.id = taking.id and state in ('active', 'failing')
            limit 1) as target
    ) as found
order by asked.n
-- dev.forewarn.subscription.Census
select state, count(*) from subscription group by state
-- dev.forewarn.subscription.Consent
select id, public_id, owner_id, url, format, state, secret, previous_secret, previous_secret_until, headers
from subscription
where public_id = $1 and ($2::bigint is null or owner_id = $2)
-- dev.forewarn.subscription.Consent
update lane set next_at = case when leased then next_at else $2 end
where subscription_id = $1 and next_at is not null
-- dev.forewarn.subscription.Consent
update subscription
set state = 'active', state_since = $2, verified_at = $2, next_ping_at = null
where id = $1 and url = $3 and state = 'unverified'
-- dev.forewarn.subscription.Consent
update subscription
set state = 'disabled', reason = 'gone', state_since = $2, next_ping_at = null
where id = $1 and url = $3 and state = 'unverified'
-- dev.forewarn.subscription.Consent
delete from trouble where subscription_id = $1
-- dev.forewarn.subscription.Directory
select id, public_id, state
from subscription
where public_id = $1 and ($2::bigint is null or owner_id = $2)
-- dev.forewarn.subscription.Directory
select id, public_id, state
from subscription
where id = $1 and ($2::bigint is null or owner_id = $2)
-- dev.forewarn.subscription.Filters
select subjects, milestones, channels, regions, kinds, lead_times from subscription where id = $1
-- dev.forewarn.subscription.Health
insert into trouble as t (subscription_id, since, until, positions)
select f.subscription_id, min(f.at), max(f.at), (array_agg(distinct f.position))[1:3]
from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as f(subscription_id, position, at)
    join subscription s on s.id = f.subscription_id
where s.state in ('active', 'failing')
group by f.subscription_id
order by f.subscription_id
on conflict (subscription_id) do update
set since = least(t.since, excluded.since),
    until = greatest(t.until, excluded.until),
    positions = (select array_agg(distinct p) from unnest(t.positions || excluded.positions) as p)[1:3]
where excluded.since < t.since
    or excluded.until > t.until + $4::bigint * interval '1 millisecond'
    or cardinality(t.positions) < 3
returning subscription_id, until - since >= $5::bigint * interval '1 millisecond' as long
-- dev.forewarn.subscription.Health
with judged as materialized (
    select s.id,
        case when cardinality(t.positions) >= $2
                and t.until - t.since >= $3::bigint * interval '1 millisecond'
            then 'disabled' else 'failing' end as state
    from subscription s join trouble t on t.subscription_id = s.id
    where s.id = any($1) and s.state in ('active', 'failing')
    order by s.id
    for update of s
)
update subscription s
set state = judged.state,
    state_since = $4,
    reason = case when judged.state = 'disabled' then 'failing' end
from judged
where s.id = judged.id and s.state <> judged.state
returning s.state
-- dev.forewarn.subscription.Health
with held as materialized (
    select subscription_id from trouble where subscription_id = any($1) order by subscription_id for update
)
delete from trouble t using held where t.subscription_id = held.subscription_id
-- dev.forewarn.subscription.Health
with held as materialized (
    select id from subscription where id = any($1) and state = 'failing' order by id for update
)
update subscription s set state = 'active', state_since = $2
from held where s.id = held.id
returning s.state
-- dev.forewarn.subscription.Health
with held as materialized (
    select id from subscription where id = any($1) and state in ('active', 'failing', 'paused')
    order by id
    for update
)
update subscription s set state = 'disabled', reason = 'gone', state_since = $2, next_ping_at = null
from held where s.id = held.id
returning s.state
-- dev.forewarn.subscription.Health
select subscription_id from trouble where subscription_id = any($1)
-- dev.forewarn.subscription.Owners
select public_id from owner where id = :id for no key update
-- dev.forewarn.subscription.Owners
select count(*) from subscription where owner_id = :id
-- dev.forewarn.subscription.Owners
select id from owner where public_id = :publicId
-- dev.forewarn.subscription.PingQueue
select id, public_id, owner_id, url, format, state, pings, asked_since,
    secret, previous_secret, previous_secret_until, headers
from subscription
where next_ping_at <= $1
order by next_ping_at
limit $2
for update skip locked
-- dev.forewarn.subscription.PingQueue
update subscription s
set pings = p.pings, next_ping_at = p.next_ping_at
from unnest($1::bigint[], $2::integer[], $3::timestamptz[]) as p(id, pings, next_ping_at)
where s.id = p.id
-- dev.forewarn.subscription.PingQueue
update subscription
set state = 'disabled', reason = 'unverified', state_since = $2, next_ping_at = null
where id = any($1)
-- dev.forewarn.subscription.PingQuota
insert into ping_quota as q (scope, hour, pings)
select scope, $2, 0 from (select distinct unnest($1::text[]) collate "C" as scope) s order by scope
on conflict (scope) do update
set hour = greatest(q.hour, excluded.hour),
    pings = case when q.hour < excluded.hour then 0 else q.pings end
returning scope, pings
-- dev.forewarn.subscription.PingQuota
update ping_quota q set pings = q.pings + a.pings
from unnest($1::text[], $2::integer[]) as a(scope, pings)
where q.scope = a.scope
-- dev.forewarn.subscription.PingQuota
delete from ping_quota
where scope in (select scope from ping_quota where hour < $1 for update skip locked)
-- dev.forewarn.subscription.Resealing
select exists (select from subscription where sealed_with(secret) < $1)
    or exists (select from subscription where sealed_with(secret) > $1)
    or exists (select from subscription where previous_secret is not null and sealed_with(previous_secret) < $1)
    or exists (select from subscription where previous_secret is not null and sealed_with(previous_secret) > $1)
    or exists (select from subscription where headers is not null and sealed_with(headers) < $1)
    or exists (select from subscription where headers is not null and sealed_with(headers) > $1)
-- dev.forewarn.subscription.Resealing
select id, public_id, secret, previous_secret, previous_secret_until, headers
from subscription
where id > $1
    and (sealed_with(secret) <> $2 or sealed_with(previous_secret) <> $2 or sealed_with(headers) <> $2)
order by id
limit 100
-- dev.forewarn.subscription.Resealing
update subscription
set secret = $5, previous_secret = $6, headers = $7,
    previous_secret_until = case when $6::bytea is not null then previous_secret_until end
where id = $1
    and secret = $2
    and previous_secret is not distinct from $3
    and headers is not distinct from $4
-- dev.forewarn.subscription.SealCheck
with recursive mark(value) as (
    (select sealed_with(secret) from subscription order by 1 limit 1)
    union all
    select (select sealed_with(secret) from subscription where sealed_with(secret) > value order by 1 limit 1)
    from mark where value is not null
)
select one.public_id, one.sealed
from mark cross join lateral (
    select public_id, secret as sealed from subscription where sealed_with(secret) = value limit 1) as one
-- dev.forewarn.subscription.SealCheck
with recursive mark(value) as (
    (select sealed_with(previous_secret) from subscription
    where previous_secret is not null order by 1 limit 1)
    union all
    select (
        select sealed_with(previous_secret) from subscription
        where previous_secret is not null and sealed_with(previous_secret) > value order by 1 limit 1)
    from mark where value is not null
)
select one.public_id, one.sealed
from mark cross join lateral (
    select public_id, previous_secret as sealed
    from subscription
    where previous_secret is not null and sealed_with(previous_secret) = value limit 1) as one
-- dev.forewarn.subscription.SealCheck
with recursive mark(value) as (
    (select sealed_with(headers) from subscription where headers is not null order by 1 limit 1)
    union all
    select (
        select sealed_with(headers) from subscription
        where headers is not null and sealed_with(headers) > value order by 1 limit 1)
    from mark where value is not null
)
select one.public_id, one.sealed
from mark cross join lateral (
    select public_id, headers as sealed
    from subscription
    where headers is not null and sealed_with(headers) = value limit 1) as one
-- dev.forewarn.subscription.Subscriptions
select id from subscription
where public_id = :publicId and (cast(:owner as bigint) is null or owner_id = cast(:owner as bigint))
-- dev.forewarn.subscription.Subscriptions
update lane set next_at = case when leased then next_at else cast(:now as timestamptz) end
where subscription_id = :id and next_at is not null
-- dev.forewarn.subscription.Subscriptions
delete from lane where subscription_id = :id
-- dev.forewarn.subscription.Subscriptions
delete from waiting where subscription_id = :id
-- dev.forewarn.subscription.Subscriptions
delete from trouble where subscription_id = :id
-- dev.forewarn.subscription.Targets
select id, xmin::text::bigint as version, public_id, url, format, secret, previous_secret, previous_secret_until,
    headers
from subscription
where id = any($1) and state in ('active', 'failing')
-- dev.forewarn.subscription.Taste
select distinct asked.place
from unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::text[], $7::text[],
            $8::text[], $9::timestamptz[])
        with ordinality
        as asked(subject, provider, milestone, kind, lead_times, channel, region, cutoff_id, starts, place)
    join subscription_subject route
        on route.subscription_id = $10 and route.pattern in (asked.subject, asked.provider, '*')
where route.milestones & asked.milestone <> 0
    and route.kinds & asked.kind <> 0
    and (asked.lead_times = 0 or route.lead_times & asked.lead_times <> 0)
    and (route.channels is null or asked.channel = '*' or asked.channel = any (route.channels))
    and (route.regions is null or asked.region = '*' or asked.region = any (route.regions))
    and not exists (
        select from acknowledgement a
        where a.cutoff_id = asked.cutoff_id and a.subscription_id = $10 and a.window_start <= asked.starts)
