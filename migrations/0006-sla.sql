create table calendar (
  id bigint generated always as identity primary key,
  key text not null unique,
  name jsonb not null
);

-- A change makes a new version; running timers name the version they were computed with.
create table calendar_version (
  id bigint generated always as identity primary key,
  calendar_id bigint not null references calendar,
  version integer not null,
  zone text not null,
  week jsonb not null,
  overrides jsonb not null default '{}',
  created_at timestamptz not null,
  unique (calendar_id, version)
);

create table department_calendar (
  department_id bigint primary key references department,
  calendar_id bigint not null references calendar
);

create table policy (
  id bigint generated always as identity primary key,
  key text not null unique,
  name jsonb not null,
  position integer not null,
  conditions jsonb not null default '{}'
);

-- No row, no target: a promise left blank is never counted as met.
create table policy_target (
  policy_id bigint not null references policy on delete cascade,
  metric text not null check (metric in ('first_response', 'next_response', 'resolution', 'acceptance', 'department')),
  seconds integer not null check (seconds > 0),
  clock text not null check (clock in ('wall', 'working')),
  warn_share double precision not null default 0.75 check (warn_share > 0 and warn_share < 1),
  primary key (policy_id, metric)
);

create table timer (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  metric text not null check (metric in ('first_response', 'next_response', 'resolution', 'acceptance', 'department')),
  department_id bigint not null references department,
  version integer not null,
  state text not null check (state in ('running', 'paused', 'met', 'cancelled')),
  policy_id bigint not null references policy,
  calendar_version_id bigint references calendar_version,
  target_seconds integer not null,
  warn_share double precision not null,
  consumed_ms bigint not null default 0,
  started_at timestamptz not null,
  running_since timestamptz,
  paused_reason text,
  due_at timestamptz,
  warn_at timestamptz,
  next_fire_at timestamptz,
  warned_at timestamptz,
  breached_at timestamptz,
  fired_late_ms bigint,
  ended_at timestamptz,
  unique (ticket_id, metric, department_id, version),
  -- A paused timer has no due time at all; one that ended keeps its last.
  check (case state when 'running' then due_at is not null and running_since is not null
                    when 'paused' then due_at is null and paused_reason is not null
                    else ended_at is not null end),
  check (next_fire_at is null or state = 'running')
);
create index timer_due on timer (next_fire_at, id) where state = 'running' and next_fire_at is not null;
create index timer_running on timer (ticket_id, due_at) where state = 'running';
