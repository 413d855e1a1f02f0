create table policy (
  id bigint generated always as identity primary key,
  key text not null unique,
  name jsonb not null,
  position integer not null,
  version integer not null default 1,
  -- A condition is a list of values, any of which fits.
  conditions jsonb not null default '{}',
  pausing text[] not null default '{waiting_on_customer,on_hold}',
  warnings jsonb not null default '[{"share": 0.75}]',
  ladder jsonb not null default '[]',
  -- The ladder acts on a ticket in the name of this member.
  saved_by bigint references member,
  archived_at timestamptz
);
call revised_by('sla', 'policy');

-- A metric without a row has no target: a promise that was left blank is never counted as kept.
create table policy_target (
  policy_id bigint not null references policy on delete cascade,
  metric text not null
    check (metric in ('first_response', 'next_response', 'resolution', 'acceptance', 'department', 'milestone')),
  -- The key names a milestone, or the department whose share it is. An empty key stands for every department.
  key text not null default '',
  seconds integer not null check (seconds > 0),
  clock text not null check (clock in ('wall', 'working')),
  calendar_id bigint references calendar,
  name jsonb,
  primary key (policy_id, metric, key),
  check (key = '' or metric in ('department', 'milestone')),
  check (key <> '' or metric <> 'milestone')
);
call revised_by('sla', 'policy_target');

-- Every wording of a policy is kept, so that it can still be read by which one an older timer was measured.
create table policy_version (
  policy_id bigint not null references policy,
  version integer not null,
  saved_at timestamptz,
  saved_by bigint references member,
  draft jsonb not null,
  primary key (policy_id, version)
);

-- The view shows a policy as it is written down, with its targets.
create view policy_text as
  select p.id, p.key, p.version, p.archived_at,
         jsonb_build_object(
           'key', p.key, 'name', p.name, 'conditions', p.conditions, 'pausing', p.pausing, 'warnings', p.warnings,
           'ladder', p.ladder,
           'targets', coalesce((
             select jsonb_agg(jsonb_build_object('metric', t.metric, 'key', t.key, 'seconds', t.seconds,
                                                 'clock', t.clock, 'calendar', c.key, 'name', t.name))
               from policy_target t left join calendar c on c.id = t.calendar_id where t.policy_id = p.id), '[]')) as draft
    from policy p;

-- A timer keeps the terms by which it runs, so that a change of its policy leaves it as it is.
create table timer (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  metric text not null
    check (metric in ('first_response', 'next_response', 'resolution', 'acceptance', 'department', 'milestone')),
  key text not null default '',
  department_id bigint not null references department,
  version integer not null,
  -- The timer whose place this one took.
  replaces bigint,
  state text not null check (state in ('running', 'paused', 'met', 'cancelled')),
  policy_id bigint not null references policy,
  policy_version integer not null default 1,
  calendar_version_id bigint references calendar_version,
  target_seconds integer not null,
  -- A warning is due after each of these counted seconds; `warned` of them have been given.
  warn_after integer[] not null default '{}',
  warned smallint not null default 0,
  -- The timer stands still while the ticket has one of these statuses.
  pausing text[] not null default '{waiting_on_customer,on_hold}',
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
  unique (ticket_id, metric, key, department_id, version),
  -- A paused timer has no due time at all; one that has ended keeps its last.
  check (case state when 'running' then due_at is not null and running_since is not null
                    when 'paused' then due_at is null and paused_reason is not null
                    else ended_at is not null end),
  check (next_fire_at is null or state = 'running')
);
create index timer_due on timer (next_fire_at, id) where state = 'running' and next_fire_at is not null;
-- The queue by what is due first walks timer_next; timer_open tells whether the ticket has an earlier one.
create index timer_next on timer (due_at, ticket_id) where state = 'running';
create index timer_open on timer (ticket_id) where state in ('running', 'paused');
-- A change of a calendar finds the promises that it would move.
create index timer_open_calendar on timer (calendar_version_id, ticket_id) where state in ('running', 'paused');
create index timer_replaces on timer (replaces) where replaces is not null;
-- A promise is decided when it is broken, at its due time, or when it is kept.
create index timer_decided on timer ((coalesce(breached_at, ended_at)), id) where breached_at is not null or state = 'met';

-- Warnings and breaches that were noticed too late are counted by the hour.
create table timer_lateness (
  hour timestamptz primary key,
  firings integer not null,
  worst_ms bigint not null,
  last_at timestamptz not null,
  seen_by bigint references member,
  seen_at timestamptz
);

-- Once a night the process that begins first recomputes every promise from its history and writes the result here.
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
