-- The calendar clock's anchor: see CalendarClock. No row: the calendar keeps real time.
create table calendar (
    singleton boolean primary key default true check (singleton),
    wall timestamptz not null,
    calendar timestamptz not null,
    rate double precision not null check (rate >= 1)
);

-- Facts: what was said. Rows of event, revision and notice are never changed once they are committed, but for a notice's
-- voided_by. An event that is refused is deleted in the transaction that has inserted it.

create table event (
    source text collate "C" not null,
    id text collate "C" not null,
    type text not null,
    time timestamptz not null,
    cutoff_id text collate "C",
    digest bytea not null,
    -- What the event says, as Documents writes it; null for a claim taken back.
    statement text,
    received_at timestamptz not null default now(),
    primary key (source, id)
);
create index event_of_claim on event (cutoff_id, source);

-- A claim is a pointer to the event that speaks for its source now.
create table claim (
    cutoff_id text collate "C" not null,
    source text collate "C" not null,
    event_id text collate "C" not null,
    said_at timestamptz not null,
    live boolean not null,
    primary key (cutoff_id, source)
);

-- The edges of live claims dated by `after`. Read under a shared lock, added to under an exclusive one: see LedgerReading.
create table claim_follows (
    followed_id text collate "C" not null,
    cutoff_id text collate "C" not null,
    source text collate "C" not null,
    primary key (followed_id, cutoff_id, source)
);
create index claim_follows_of_claim on claim_follows (cutoff_id, source);

-- When a source was last read whole, for each cutoff that it did or no longer did name. May come before the claim.
create table confirmation (
    cutoff_id text collate "C" not null,
    source text collate "C" not null,
    read_at timestamptz,
    missing_at timestamptz,
    primary key (cutoff_id, source)
);

create table subject (
    id text collate "C" primary key,
    name text not null,
    kind text not null,
    aliases text[] not null,
    -- Whose description this is: the highest authority's latest.
    authority smallint not null,
    said_at timestamptz not null,
    source text collate "C" not null,
    event_id text collate "C" not null
);

create table cutoff (
    id text collate "C" primary key,
    key text collate "C" not null,
    subject text collate "C" not null,
    milestone text not null,
    channel text not null,
    region text not null,
    audience text not null,
    -- 0 until something has counted for it.
    revision integer not null default 0,
    withdrawn boolean not null default false,
    window_start timestamptz,
    window_end timestamptz,
    certainty text,
    -- The Cutoff, as Documents writes it.
    document text,
    next_due_at timestamptz,
    -- Ordinal of LeadTime; null when the end of the window is due.
    next_lead_time smallint
) with (fillfactor = 85);
create index cutoff_due on cutoff (next_due_at) where next_due_at is not null;
create index cutoff_by_start on cutoff (window_start, id) where revision > 0;
create index cutoff_by_subject on cutoff (subject);

create table revision (
    cutoff_id text collate "C" not null,
    revision integer not null,
    source text collate "C" not null,
    event_id text collate "C" not null,
    said_at timestamptz not null,
    recorded_at timestamptz not null,
    document text not null,
    primary key (cutoff_id, revision)
);

-- Debts: what must be told.

create table notice (
    -- The place in the feed: without gaps, and visible in its order.
    position bigint primary key,
    id text collate "C" not null,
    cutoff_id text collate "C" not null,
    subject text collate "C" not null,
    revision integer not null,
    kind smallint not null,
    -- Bits by ordinal of LeadTime: who picked one of these is told. 0 if it is no reminder.
    lead_times integer not null,
    pushed boolean not null,
    -- By the calendar; null if it never is too late.
    deadline timestamptz,
    raised_at timestamptz not null,
    voided_by bigint,
    -- The very bytes of every webhook and every poll.
    body bytea not null
);
create unique index notice_id on notice (id);
create index notice_standing on notice (cutoff_id, position) where voided_by is null;
create index notice_by_subject on notice (subject, position);

create table fanout (
    position bigint primary key,
    -- The subscription up to which it is done.
    after bigint not null default 0,
    claim integer not null default 1,
    lease_until timestamptz not null
) with (fillfactor = 50);
create index fanout_lease on fanout (lease_until);

-- Who is told.

create table subscription (
    id bigint generated always as identity primary key,
    public_id text collate "C" not null unique,
    url text not null,
    description text,
    format text not null,
    -- Filters; null takes all.
    subjects text[],
    milestones text[],
    channels text[],
    regions text[],
    kinds text[],
    lead_times text[],
    state text not null,
    -- Sealed: see SecretSealer.
    secret bytea not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

-- A row for each subject pattern of a subscription, with its filters in the form in which a fan-out reads them.
create table subscription_subject (
    pattern text collate "C" not null,
    subscription_id bigint not null references subscription on delete cascade,
    milestones integer not null,
    kinds integer not null,
    lead_times integer not null,
    channels text[],
    regions text[],
    primary key (pattern, subscription_id)
);
create index subscription_subject_of on subscription_subject (subscription_id);

-- Attempts. A delivery is in waiting until it ends, then in delivery; never in both.

create table waiting (
    subscription_id bigint not null,
    due_at timestamptz not null,
    position bigint not null,
    day date not null,
    attempts smallint not null,
    primary key (subscription_id, due_at, position)
) with (fillfactor = 85);

-- One row for each subscription that has something waiting: what is leased.
create table lane (
    subscription_id bigint primary key,
    next_at timestamptz,
    claim integer not null default 0,
    leased boolean not null default false
) with (fillfactor = 50);
create index lane_next on lane (next_at) where next_at is not null;

create table delivery (
    subscription_id bigint not null,
    position bigint not null,
    -- The day, in UTC, on which the notice was raised.
    day date not null,
    state smallint not null,
    attempts smallint not null,
    status smallint,
    error text,
    took_ms integer not null,
    response text,
    at timestamptz not null,
    primary key (subscription_id, position, day)
) partition by range (day);

-- The failed attempts before the last one.
create table attempt (
    subscription_id bigint not null,
    position bigint not null,
    day date not null,
    number smallint not null,
    at timestamptz not null,
    status smallint,
    error text,
    took_ms integer not null,
    response text,
    primary key (subscription_id, position, day, number)
) partition by range (day);

-- These cutoffs and all whose date hangs on theirs through a live claim.
create function with_followers(ids text[]) returns setof text language sql stable rows 500 as $$
    with recursive affected(id) as (
        select unnest(ids) collate "C"
        union
        select f.cutoff_id from affected a join claim_follows f on f.followed_id = a.id)
    select id from affected
$$;

-- These cutoffs and all on which their date hangs through a live claim.
create function with_followed(ids text[]) returns setof text language sql stable rows 500 as $$
    with recursive needed(id) as (
        select unnest(ids) collate "C"
        union
        select f.followed_id from needed n join claim_follows f on f.cutoff_id = n.id)
    select id from needed
$$;

-- Makes the partitions of delivery and attempt for these days that are not there yet.
create function ensure_partitions(first date, last date) returns void language plpgsql
-- Whoever reads the parent for long must not make all who write wait behind this: it is tried again.
set lock_timeout = '2s' as $$
declare
    parent text;
    each date;
begin
    -- Two replicas that make the same partition at once would both try, and one fail.
    perform pg_advisory_xact_lock(x'666f726500000003'::bit(64)::bigint);
    foreach parent in array array['delivery', 'attempt'] loop
        for each in select generate_series(first, last, interval '1 day')::date loop
            if to_regclass(format('%s_%s', parent, to_char(each, 'YYYYMMDD'))) is null then
                execute format(
                    'create table %I partition of %I for values from (%L) to (%L)',
                    format('%s_%s', parent, to_char(each, 'YYYYMMDD')), parent, each, each + 1);
            end if;
        end loop;
    end loop;
end
$$;
