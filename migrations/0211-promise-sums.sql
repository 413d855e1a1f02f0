-- What the report of promises counts, by day: `promise_part` says which promises of a ticket were decided on which day, and
-- `promise_day` is the sum of that under each value of each dimension of the report. `seen_by` are the departments that may
-- see the ticket: its own, and those between which it was handed over. Both are kept as `report_part` and `report_day` are.
create table promise_part (
  ticket_id bigint not null,
  day date not null,
  seen_by bigint[] not null,
  metric text not null,
  policy_id bigint not null,
  department_id bigint not null,
  priority text not null,
  tier text not null,
  region text not null,
  kept integer not null,
  broken integer not null,
  taken_back integer not null,
  primary key (ticket_id, day, metric, policy_id, department_id)
);
create index promise_part_day on promise_part (day, seen_by);

create table promise_day (
  day date not null,
  seen_by bigint[] not null,
  dimension text not null,
  value text not null,
  metric text not null,
  kept bigint not null,
  broken bigint not null,
  taken_back bigint not null,
  primary key (day, seen_by, dimension, value, metric)
);
-- Holds all that the report reads.
create index promise_day_read on promise_day (dimension, day) include (seen_by, value, metric, kept, broken, taken_back);

insert into report_touched select id from ticket;

drop trigger touch_changed on ticket;
create trigger touch_changed after update on ticket for each row
  when (old.department_id <> new.department_id or old.priority <> new.priority or old.opened_at <> new.opened_at
        or old.customer_id <> new.customer_id)
  execute function touch_ticket();

drop trigger touch_changed on timer;
create trigger touch_changed after update on timer for each row
  when ((old.ticket_id, old.metric, old.state, old.broken_at, old.ended_at, old.replaces, old.breached_at, old.policy_id, old.department_id)
        is distinct from
        (new.ticket_id, new.metric, new.state, new.broken_at, new.ended_at, new.replaces, new.breached_at, new.policy_id, new.department_id)
        and (old.broken_at is not null or new.broken_at is not null or 'met' in (old.state, new.state)
             or old.replaces is distinct from new.replaces))
  execute function touch_its_ticket();

create trigger touch after insert or delete on handoff for each row execute function touch_its_ticket();
create trigger touch_changed after update on handoff for each row
  when ((old.ticket_id, old.from_department_id, old.to_department_id)
        is distinct from (new.ticket_id, new.from_department_id, new.to_department_id))
  execute function touch_its_ticket();

create function touch_tickets_of_customer() returns trigger language plpgsql as $$
begin
  insert into report_touched select id from ticket where customer_id = new.id;
  return null;
end $$;

create trigger touch_changed after update on customer for each row
  when (old.tier <> new.tier or old.region is distinct from new.region)
  execute function touch_tickets_of_customer();
