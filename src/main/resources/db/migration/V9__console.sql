-- The endpoints that an operator should look at, the latest first: few of many.
create index concurrently subscription_in_trouble on subscription (state_since, id) where state in ('failing', 'disabled');
