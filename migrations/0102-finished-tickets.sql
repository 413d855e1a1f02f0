-- What counts as finished is written down here alone; the queries and the indexes ask this column.
alter table ticket add is_finished boolean not null generated always as (status in ('resolved', 'closed')) stored;

drop index ticket_customer, ticket_open, ticket_unfinished;
create index ticket_customer on ticket (customer_id, type) where not is_finished;
create index ticket_open on ticket (department_id, priority, id) where not is_finished;
-- Open tickets without a running clock are listed in the order of their ids.
create index ticket_unfinished on ticket (id) where not is_finished;
