-- What the week report counts, by day: `report_part` says what each ticket adds to which day, department and priority, and
-- `report_day` is the sum of that. A ticket whose numbers change only leaves its id in `report_touched`; a sweep counts it
-- anew. Until then a report leaves out the parts of such tickets and counts them itself, so that it is always exact.
create table report_touched (
  ticket_id bigint not null
);

create table report_part (
  ticket_id bigint not null,
  day date not null,
  department_id bigint not null,
  priority text not null,
  opened integer not null,
  resolved integer not null,
  reopened integer not null,
  response_met integer not null,
  response_breached integer not null,
  resolution_met integer not null,
  resolution_breached integer not null,
  seconds double precision[] not null,
  paid jsonb not null,
  primary key (ticket_id, day, department_id, priority)
);
create index report_part_day on report_part (day, department_id, priority);

create table report_day (
  day date not null,
  department_id bigint not null,
  priority text not null,
  opened bigint not null,
  resolved bigint not null,
  reopened bigint not null,
  response_met bigint not null,
  response_breached bigint not null,
  resolution_met bigint not null,
  resolution_breached bigint not null,
  seconds double precision[] not null,
  paid jsonb not null,
  primary key (day, department_id, priority)
);

-- Days begin in this time zone. Until a sweep has set it, everything is counted from the tickets. `checked_on` is the last
-- night in which all of this was compared with them.
create table report_zone (
  one_row boolean primary key default true check (one_row),
  zone text,
  checked_on date
);
insert into report_zone default values;

insert into report_touched select id from ticket;

create function touch_ticket() returns trigger language plpgsql as $$
begin
  insert into report_touched values (case tg_op when 'DELETE' then old.id else new.id end);
  return null;
end $$;

-- Whoever reads a row with `ticket_id` is counted under the department and priority that its ticket has now.
create function touch_its_ticket() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then insert into report_touched values (old.ticket_id); end if;
  if tg_op <> 'DELETE' then insert into report_touched values (new.ticket_id); end if;
  return null;
end $$;

create function touch_ticket_of_payment() returns trigger language plpgsql as $$
begin
  insert into report_touched
  select ticket_id from refund where id = case tg_op when 'DELETE' then old.refund_id else new.refund_id end;
  return null;
end $$;

create trigger touch after insert or delete on ticket for each row execute function touch_ticket();
create trigger touch_changed after update on ticket for each row
  when (old.department_id <> new.department_id or old.priority <> new.priority or old.opened_at <> new.opened_at)
  execute function touch_ticket();

create trigger touch after insert or delete on resolution for each row execute function touch_its_ticket();
create trigger touch_changed after update on resolution for each row
  when (old.ticket_id <> new.ticket_id or old.resolved_at <> new.resolved_at
        or old.reopened_at is distinct from new.reopened_at)
  execute function touch_its_ticket();

-- A timer that takes the place of another one may undo what that one decided.
create trigger touch after insert on timer for each row
  when (new.broken_at is not null or new.state = 'met' or new.replaces is not null)
  execute function touch_its_ticket();
create trigger touch_gone after delete on timer for each row execute function touch_its_ticket();
create trigger touch_changed after update on timer for each row
  when ((old.ticket_id, old.metric, old.state, old.broken_at, old.ended_at, old.replaces)
        is distinct from (new.ticket_id, new.metric, new.state, new.broken_at, new.ended_at, new.replaces)
        and (old.broken_at is not null or new.broken_at is not null or 'met' in (old.state, new.state)
             or old.replaces is distinct from new.replaces))
  execute function touch_its_ticket();

create trigger touch after insert or delete or update of refund_id, paid_at on refund_payment for each row
  execute function touch_ticket_of_payment();
create trigger touch_changed after update on refund for each row
  when (old.ticket_id <> new.ticket_id or old.amount <> new.amount or old.currency <> new.currency)
  execute function touch_its_ticket();
