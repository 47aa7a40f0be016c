-- The endpoints that an operator should look at, the latest first: few of many.
-- One that broke off before leaves an index that does not hold.
drop index concurrently if exists subscription_in_trouble;
create index concurrently subscription_in_trouble on subscription (state_since, id) where state in ('failing', 'disabled');
