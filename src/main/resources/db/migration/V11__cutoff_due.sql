-- Each replica searches for what is due from a frontier, and hears of whoever writes behind it: one that had to look for
-- that itself would read all that is dead there, for as long as anybody holds an old snapshot. The ten minutes are more
-- than a transaction takes. Many that are due in one minute are told of once, with its beginning in seconds since 1970.
-- Nobody waits long behind this while it waits for whoever writes: it fails then, and is tried again.
set local lock_timeout = '5s';

create or replace function tell_cutoff_due() returns trigger language plpgsql as $$
begin
    perform pg_notify('cutoff_due', extract(epoch from date_trunc('minute', new.next_due_at))::bigint::text);
    return null;
end
$$;

create or replace trigger cutoff_due_told after insert or update of next_due_at on cutoff for each row
when (new.next_due_at < now() + interval '10 minutes') execute function tell_cutoff_due();
