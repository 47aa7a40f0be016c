-- Whose subscriptions and keys these are.
create table owner (
    id bigint generated always as identity primary key,
    public_id text collate "C" not null unique,
    name text not null,
    created_at timestamptz not null
);
-- Whoever runs the service: what is registered with an operator's key is theirs. Can't be erased.
insert into owner (id, public_id, name, created_at) overriding system value
values (0, 'own_operator', 'operator', now());

create table api_key (
    id bigint generated always as identity primary key,
    public_id text collate "C" not null unique,
    owner_id bigint not null references owner on delete cascade,
    name text not null,
    role text not null,
    -- SHA-256 of the key, which nobody keeps.
    digest bytea not null unique,
    -- For whom a publisher may speak.
    sources text[] not null default '{}',
    providers text[] not null default '{}',
    authority text,
    created_at timestamptz not null,
    expires_at timestamptz
);
create index api_key_of_owner on api_key (owner_id, id);

-- What was created under a client's Idempotency-Key, for a day.
create table idempotency (
    owner_id bigint not null references owner on delete cascade,
    key text collate "C" not null,
    -- SHA-256 of what was asked for.
    digest bytea not null,
    -- The public id of what was created.
    created text not null,
    at timestamptz not null,
    primary key (owner_id, key)
);
create index idempotency_by_age on idempotency (at);

-- Those that were there before there were states have been sent to, and go on being sent to. The defaults are for
-- replicas of the release before, which may still run and register.
alter table subscription
    add owner_id bigint not null default 0 references owner on delete cascade,
    add state_since timestamptz not null default now(),
    -- Why it is disabled.
    add reason text,
    -- When its receiver first said yes; null if it never has, at this URL.
    add verified_at timestamptz,
    -- While it is unverified: since when, how often it was asked, and when it is asked next.
    add asked_since timestamptz,
    add pings smallint not null default 0,
    add next_ping_at timestamptz,
    -- The secret before this one, sealed, and until when it signs, too.
    add previous_secret bytea,
    add previous_secret_until timestamptz,
    -- A JSON object of further headers, sealed.
    add headers bytea;
update subscription set verified_at = created_at;
create index subscription_of_owner on subscription (owner_id, id);
create index subscription_to_ping on subscription (next_ping_at) where next_ping_at is not null;

-- The subscriptions whose deliveries have done nothing but fail: since when, until when, and the first few of them.
create table trouble (
    subscription_id bigint primary key,
    since timestamptz not null,
    until timestamptz not null,
    positions bigint[] not null
);

-- How many pings were sent in an hour, for an owner or to a host.
create table ping_quota (
    scope text collate "C" primary key,
    hour timestamptz not null,
    pings integer not null
);

-- What a subscription has missed is sent to it: of notices raised since then, up to which that is done, and the last one.
create table replay (
    subscription_id bigint primary key,
    since timestamptz not null,
    after bigint not null,
    last bigint not null,
    claim integer not null default 0,
    lease_until timestamptz not null
);
create index replay_lease on replay (lease_until);
-- Where a replay begins.
create index notice_by_age on notice (raised_at);

-- Subscriptions that are gone, whose deliveries are still to be erased: since when, and when that is looked at next.
create table erasure (
    subscription_id bigint primary key,
    gone_at timestamptz not null default now(),
    lease_until timestamptz not null default now()
);
create index erasure_lease on erasure (lease_until);

-- However a subscription goes, by itself or with its owner, and whichever release deletes it.
create function erase_deliveries() returns trigger language plpgsql as $$
begin
    insert into erasure (subscription_id) select id from gone on conflict do nothing;
    return null;
end
$$;
create trigger subscription_gone after delete on subscription
    referencing old table as gone for each statement execute function erase_deliveries();

-- A delivery waits once. It is found by its notice where it is listed, retried or replayed.
delete from waiting later using waiting sooner
where later.subscription_id = sooner.subscription_id and later.position = sooner.position
    and later.due_at > sooner.due_at;
create unique index waiting_once on waiting (subscription_id, position);

-- How many of the attempts use up none of the schedule's, and whether the next is the last, made before the deadline.
alter table waiting add told smallint not null default 0, add last boolean not null default false;

-- Drops the partition of that day, if it is there; fails where somebody is in the way for longer than the others who
-- come behind this may be held up.
create function drop_partition(parent text, each date) returns void language plpgsql
set lock_timeout = '100ms' as $$
begin
    execute format('drop table if exists %I', format('%s_%s', parent, to_char(each, 'YYYYMMDD')));
end
$$;

-- As before, but a partition is made beside the table and attached: that waits for nobody who reads or writes, and makes
-- nobody wait.
create or replace function ensure_partitions(first date, last date) returns void language plpgsql
set lock_timeout = '2s' as $$
declare
    parent text;
    each date;
    child text;
begin
    -- Two replicas that make the same partition at once would both try, and one fail.
    perform pg_advisory_xact_lock(x'666f726500000003'::bit(64)::bigint);
    foreach parent in array array['delivery', 'attempt'] loop
        for each in select generate_series(first, last, interval '1 day')::date loop
            child := format('%s_%s', parent, to_char(each, 'YYYYMMDD'));
            if to_regclass(child) is null then
                execute format('create table %I (like %I including all)', child, parent);
                execute format(
                    'alter table %I attach partition %I for values from (%L) to (%L)', parent, child, each, each + 1);
            end if;
        end loop;
    end loop;
end
$$;

-- With which key something is sealed, as far as it says so: see SecretSealer. By the indexes, what is sealed with a key
-- of before is found without a look at every subscription.
create function sealed_with(sealed bytea) returns bytea language sql immutable strict parallel safe as $$
    select case when substring(sealed from 1 for 1) = '\x01'::bytea then '\x01'::bytea else substring(sealed from 1 for 6) end
$$;
create index subscription_secret_sealed_with on subscription (sealed_with(secret));
create index subscription_previous_secret_sealed_with on subscription (sealed_with(previous_secret))
    where previous_secret is not null;
create index subscription_headers_sealed_with on subscription (sealed_with(headers)) where headers is not null;
