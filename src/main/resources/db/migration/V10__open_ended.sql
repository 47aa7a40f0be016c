-- Cutoffs that may come any day and never end: they may have begun long ago, and are shown first.
-- One that broke off before leaves an index that does not hold.
drop index concurrently if exists cutoff_open_ended;
create index concurrently cutoff_open_ended on cutoff (window_start, id) where window_end is null and window_start is not null;
