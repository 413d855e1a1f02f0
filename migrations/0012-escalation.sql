-- These are group robots of WeCom, Feishu and DingTalk. Their addresses are secrets, for whoever knows one may write
-- to the group.
create table robot (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_-]{0,40}$'),
  name jsonb not null,
  vendor text not null check (vendor in ('wecom', 'feishu', 'dingtalk')),
  url_cipher text not null,
  secret_cipher text,
  created_at timestamptz not null
);

-- A roster says who is called: each member in turn for so many days, beginning at the handover hour of `starts_on`.
create table roster (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_-]{0,40}$'),
  name jsonb not null,
  -- The roster is for customers of this region; without one it is for all who have no roster of their own.
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

-- A step of a ladder is owed once per key, whichever process finds it due. It is kept as it was written at the time.
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
  -- `due_at` stays when the step counted, so that its lateness is told truly; `take_at` is when it is tried next.
  due_at timestamptz not null,
  take_at timestamptz not null,
  done_at timestamptz,
  late_ms bigint,
  -- Somebody asked for it when a promise was already broken.
  after_breach boolean not null default false,
  attempts integer not null default 0,
  failure text,
  asked_by_kind text check (asked_by_kind in ('member', 'customer')),
  asked_by bigint,
  why text,
  -- A customer who asks gives no reason. Each reader is told in the own language where the customer asked.
  asked_in text check (asked_in in ('chat', 'tracking_page')),
  -- Somebody took the matter on, or had it already. `answered_by` is null where the promise itself was kept.
  answered_at timestamptz,
  answered_by bigint references member
);
create index escalation_due on escalation (take_at, id) where state = 'waiting';
create index escalation_ticket on escalation (ticket_id, id);
create index escalation_timer on escalation (timer_id) where timer_id is not null;
create index escalation_asked on escalation (due_at) where kind = 'asked';

-- An alert tells something to a colleague or a group. It may wait for the end of quiet hours, and is never dropped.
create table alert (
  id bigint generated always as identity primary key,
  -- What a colleague or a lead does with one's work is told here too: no ladder's step, perhaps of no ticket.
  escalation_id bigint references escalation,
  ticket_id bigint references ticket,
  conversation_id bigint references conversation,
  told_by bigint references member,
  why text,
  kind text not null check (
    kind in ('warning', 'breach', 'page', 'asked', 'taken_over', 'released', 'ended', 'assigned')),
  means text not null check (means in ('console', 'email', 'robot')),
  member_id bigint references member,
  robot_id bigint references robot on delete cascade,
  -- Should the robot be removed before it has spoken, these members are told themselves.
  concerns bigint[] not null default '{}',
  created_at timestamptz not null,
  deliver_at timestamptz not null,
  delivered_at timestamptz,
  state text not null default 'planned' check (state in ('planned', 'sending', 'delivered', 'refused')),
  reason text,
  seen_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by bigint references member,
  check (ticket_id is not null or conversation_id is not null),
  check (escalation_id is not null or kind in ('taken_over', 'released', 'ended', 'assigned')),
  check (case means when 'robot' then robot_id is not null else member_id is not null end)
);
create unique index alert_once on alert (escalation_id, means, coalesce(member_id, 0), coalesce(robot_id, 0));
create index alert_due on alert (deliver_at, id) where state = 'planned';
create index alert_member on alert (member_id, id desc) where means = 'console';
create index alert_robot on alert (robot_id) where robot_id is not null;
create index alert_ticket on alert (ticket_id);
-- The bell of the console shows what a member has not seen yet, and what still asks for an answer.
create index alert_unseen on alert (member_id) where means = 'console' and state = 'delivered' and seen_at is null;
create index alert_unanswered on alert (ticket_id) where kind in ('page', 'asked') and acknowledged_at is null;
create index alert_ringing on alert (member_id) where kind in ('page', 'asked') and acknowledged_at is null;

-- A member who was called to a ticket of another department may see that ticket from then on.
create table ticket_guest (
  member_id bigint not null references member,
  ticket_id bigint not null references ticket,
  since timestamptz not null,
  primary key (member_id, ticket_id)
);
