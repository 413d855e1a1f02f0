-- Group robots of WeCom, Feishu and DingTalk. Their addresses are secrets: whoever knows one may write to the group.
create table robot (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_-]{0,40}$'),
  name jsonb not null,
  vendor text not null check (vendor in ('wecom', 'feishu', 'dingtalk')),
  url_cipher text not null,
  secret_cipher text,
  created_at timestamptz not null
);

-- Who is called: each member in turn for so many days, from the handover hour of `starts_on` on.
create table roster (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_-]{0,40}$'),
  name jsonb not null,
  -- Of which customers; null: of all that have no roster of their own.
  region text,
  zone text not null,
  starts_on date not null,
  handover text not null,
  days integer not null check (days between 1 and 92),
  member_ids bigint[] not null check (cardinality(member_ids) > 0)
);
create unique index roster_region on roster (coalesce(region, ''));
create table roster_substitute (
  id bigint generated always as identity primary key,
  roster_id bigint not null references roster on delete cascade,
  member_id bigint not null references member,
  substitute_id bigint not null references member check (substitute_id <> member_id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at)
);
create index roster_substitute_roster on roster_substitute (roster_id, ends_at);

-- A rung of the ladder that is owed: once per key, whoever sweeps. The step is kept as it was written then.
create table escalation (
  id bigint generated always as identity primary key,
  key text not null unique,
  kind text not null check (kind in ('step', 'climb', 'asked')),
  ticket_id bigint not null references ticket,
  timer_id bigint references timer,
  policy_id bigint references policy,
  step jsonb not null,
  level integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'cancelled', 'failed')),
  due_at timestamptz not null,
  done_at timestamptz,
  late_ms bigint,
  -- Asked for when a promise was already broken.
  after_breach boolean not null default false,
  attempts integer not null default 0,
  failure text,
  asked_by_kind text check (asked_by_kind in ('member', 'customer')),
  asked_by bigint,
  why text
);
create index escalation_due on escalation (due_at, id) where state = 'waiting';
create index escalation_ticket on escalation (ticket_id, id);
create index escalation_timer on escalation (timer_id) where state = 'waiting';

-- What one of the staff, or a group, is told. It may wait for the end of the quiet hours, and is never dropped.
create table alert (
  id bigint generated always as identity primary key,
  escalation_id bigint not null references escalation,
  ticket_id bigint not null references ticket,
  kind text not null check (kind in ('warning', 'breach', 'page', 'asked')),
  means text not null check (means in ('console', 'email', 'robot')),
  member_id bigint references member,
  robot_id bigint references robot on delete cascade,
  created_at timestamptz not null,
  deliver_at timestamptz not null,
  delivered_at timestamptz,
  state text not null default 'planned' check (state in ('planned', 'sending', 'delivered', 'refused')),
  reason text,
  seen_at timestamptz,
  acknowledged_at timestamptz,
  check (case means when 'robot' then robot_id is not null else member_id is not null end)
);
create unique index alert_once on alert (escalation_id, means, coalesce(member_id, 0), coalesce(robot_id, 0));
create index alert_due on alert (deliver_at, id) where state = 'planned';
create index alert_member on alert (member_id, id desc) where means = 'console';
create index alert_ticket on alert (ticket_id);
