-- What a source holds is read whole when that source is read again.
create index claim_of_source on claim (source);

-- One row for each importer: when it is due, whose it is meanwhile, and how the last reading went.
create table importer (
    name text collate "C" primary key,
    -- For whom it speaks.
    source text collate "C" not null,
    -- By the wall clock; null for what is only handed in.
    next_at timestamptz,
    lease_until timestamptz,
    -- Counts who has had it: whatever is settled names it.
    claim integer not null default 0,
    -- A digest of how it is configured: what the server said of another configuration's document says nothing of this one's.
    terms text,
    etag text,
    last_modified text,
    attempted_at timestamptz,
    failures integer not null default 0,
    error text,
    -- The last reading's ImportReport.
    report text
);
