-- What every cursor of the feed holds. After a restore from a backup, give it another value: then pollers are told,
-- instead of being left behind notices that the restored feed has never had.
create table feed_epoch (
    singleton boolean primary key default true check (singleton),
    epoch uuid not null default gen_random_uuid()
);
insert into feed_epoch default values;

create index notice_by_kind on notice (kind, position);

-- The order in which cutoffs are listed: undated ones last. It takes the place of cutoff_by_start, which can't seek there.
create index cutoff_in_order on cutoff ((coalesce(window_start, 'infinity')), id) where revision > 0;
drop index cutoff_by_start;
