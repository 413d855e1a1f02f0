-- What came of recomputing every promise from its history: once a night, by whoever begins it first.
create table sla_check (
  id bigint generated always as identity primary key,
  night date unique,
  begun_at timestamptz not null,
  finished_at timestamptz,
  timers bigint not null default 0,
  differing bigint not null default 0,
  differences jsonb not null default '[]'
);
create index sla_check_newest on sla_check (id desc) where finished_at is not null;

-- A version that another took over from: its successor tells of it.
create index timer_replaces on timer (replaces) where replaces is not null;
