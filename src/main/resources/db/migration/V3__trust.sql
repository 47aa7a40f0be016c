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

-- What a subscription has missed is sent to it: notices up to which that is done, and the last one.
create table replay (
    subscription_id bigint primary key,
    after bigint not null,
    last bigint not null,
    claim integer not null default 0,
    lease_until timestamptz not null
);
create index replay_lease on replay (lease_until);

-- Subscriptions that are gone, whose deliveries are still to be erased.
create table erasure (
    subscription_id bigint primary key,
    lease_until timestamptz not null default now()
);

-- Whether the next attempt is the last one, made before the deadline.
alter table waiting add last boolean not null default false;

-- Drops the partition of that day, if it is there; fails where somebody is in the way for longer than the others who
-- come behind this may be held up.
create function drop_partition(parent text, each date) returns void language plpgsql
set lock_timeout = '100ms' as $$
begin
    execute format('drop table if exists %I', format('%s_%s', parent, to_char(each, 'YYYYMMDD')));
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
