-- Events are only ever added. Monthly partitions let old ones be kept elsewhere by detaching a partition.
create table event (
  id bigint generated always as identity,
  at timestamptz not null,
  name text not null,
  subject_type text not null,
  subject_id bigint not null,
  actor_kind text not null check (actor_kind in ('member', 'customer', 'system', 'bot')),
  actor_id bigint,
  data jsonb not null default '{}',
  primary key (id, at)
) partition by range (at);

create index event_subject on event (subject_type, subject_id, id);
create index event_name on event (name, at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: events are append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

-- PostgreSQL copies row triggers of the parent to its partitions, but not TRUNCATE triggers. Therefore each partition
-- gets both of its own. They are ALWAYS triggers, so that session_replication_role does not switch them off.
create procedure guard_events(partition regclass) language plpgsql as $$
begin
  execute format('create trigger refuse_truncate before truncate on %s execute function refuse_change()', partition);
  execute format('create trigger refuse_change before update or delete on %s for each row execute function refuse_change()', partition);
  execute format('alter table %s enable always trigger refuse_truncate', partition);
  execute format('alter table %s enable always trigger refuse_change', partition);
end $$;

create trigger refuse_truncate before truncate on event execute function refuse_change();
alter table event enable always trigger refuse_truncate;

create table event_default partition of event default;
call guard_events('event_default');

-- This makes the partition of a month where it is missing. A month that already has rows in the default partition
-- stays there, because moving them would be an update of history.
create function make_month(parent text, month date) returns boolean language plpgsql as $$
declare
  first date := date_trunc('month', month);
  part text := parent || '_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(part) is not null then return false; end if;
  execute format('create table %I partition of %I for values from (%L) to (%L)',
    part, parent, first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00');
  if parent = 'event' then call guard_events(part::regclass); end if;
  return true;
exception when check_violation then
  return false;
end $$;

-- The demonstration moves the clock of the business by this much.
create table clock_offset (
  one_row boolean primary key default true check (one_row),
  milliseconds bigint not null default 0
);
insert into clock_offset default values;

create table session (
  sid text primary key,
  sess json not null,
  expire timestamptz not null
);
create index session_expire on session (expire);
-- The index finds the sessions of one person, to list and to end them.
create index session_subject on session ((sess ->> 'subject'));

create table rate_limit (
  key text primary key,
  points integer not null default 0,
  expire bigint
);

create table idempotency_key (
  member_id bigint not null,
  key text not null,
  request text not null,
  status integer,
  response jsonb,
  created_at timestamptz not null default clock_timestamp(),
  primary key (member_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);

-- Every job worker has a heartbeat. The others unlock the jobs of a worker whose heartbeat has stopped.
create table job_worker (
  id text primary key,
  seen_at timestamptz not null default clock_timestamp()
);

create table refusal_count (
  day date not null,
  reason text not null,
  count bigint not null default 0,
  primary key (day, reason)
);

create table setting (
  key text primary key,
  value jsonb not null
);

-- An alarm is something that a person has to repair; it is kept afterwards too. At most one alarm per key is open,
-- however often it is raised.
create table alarm (
  id bigint generated always as identity primary key,
  key text not null,
  kind text not null,
  data jsonb not null default '{}',
  since timestamptz not null,
  until timestamptz
);
create unique index alarm_open on alarm (key) where until is null;
create index alarm_key on alarm (key, id);

-- Settings that every message needs are kept in memory. The transaction that changes one also gives its topic a new
-- stamp. No stamp ever comes back, not even after a rollback: a process that finds another stamp than the one it
-- knows reads the settings again.
create sequence revision_stamp;
create table revision (
  topic text primary key,
  stamp bigint not null default nextval('revision_stamp')
);
insert into revision (topic) values ('triage'), ('ticket_types'), ('sla');

create function revise() returns trigger language plpgsql as $$
begin
  update revision set stamp = nextval('revision_stamp') where topic = tg_argv[0];
  return null;
end $$;

-- It must be called for every table from which something kept in memory is read.
create procedure revised_by(topic text, changed regclass) language plpgsql as $$
begin
  execute format('create trigger revised after insert or update or delete or truncate on %s
                  for each statement execute function revise(%L)', changed, topic);
end $$;
