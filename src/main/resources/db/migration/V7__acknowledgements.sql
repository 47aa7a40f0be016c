-- "I have migrated": a subscription is not reminded of a cutoff any more, while its window starts no earlier than it did.
create table acknowledgement (
    cutoff_id text collate "C" not null,
    subscription_id bigint not null references subscription on delete cascade,
    -- The start of the cutoff's window at that time; infinity if it had none.
    window_start timestamptz not null,
    at timestamptz not null,
    -- The key that was used, and what it was called; the key may be gone since.
    by_id text not null,
    by_name text,
    -- In this order for fan-outs, which ask who has acknowledged one cutoff.
    primary key (cutoff_id, subscription_id)
);
create index acknowledgement_of_subscription on acknowledgement (subscription_id, cutoff_id);

-- Why a delivery has ended without its notice being void: see EndReason. Null otherwise.
alter table delivery add reason smallint;

-- All that a subject may be called, without regard to case.
create function called(id text, name text, aliases text[]) returns text[] language sql immutable parallel safe cost 1000 as $$
    select array(select distinct lower(each collate "default") from unnest(aliases || array[name, id]) as each)
$$;
-- Written to seldom, and looked into five hundred times by one statement: nothing in it may be pending.
create index subject_called on subject using gin (called(id collate "default", name, aliases)) with (fastupdate = off);
