-- When a rung is tried next; `due_at` stays when it counted, so that its lateness is told truly.
alter table escalation add column take_at timestamptz;
update escalation set take_at = due_at;
alter table escalation alter column take_at set not null;
-- Somebody said "I have it", or had it: who, and null where the promise itself was kept.
alter table escalation add column answered_at timestamptz, add column answered_by bigint references member;
alter table alert add column acknowledged_by bigint references member;

drop index escalation_due;
create index escalation_due on escalation (take_at, id) where state = 'waiting';
drop index escalation_timer;
create index escalation_timer on escalation (timer_id) where timer_id is not null;
-- The bell: what one member has not seen, and what still asks for an answer.
create index alert_unseen on alert (member_id) where means = 'console' and state = 'delivered' and seen_at is null;
create index alert_unanswered on alert (ticket_id) where kind in ('page', 'asked') and acknowledged_at is null;
create index alert_ringing on alert (member_id) where kind in ('page', 'asked') and acknowledged_at is null;

-- Who was called to a ticket of a department that is not theirs, and may therefore see it.
create table ticket_guest (
  member_id bigint not null references member,
  ticket_id bigint not null references ticket,
  since timestamptz not null,
  primary key (member_id, ticket_id)
);

-- Warnings and breaches that were noticed too late, by the hour.
create table timer_lateness (
  hour timestamptz primary key,
  firings integer not null,
  worst_ms bigint not null,
  last_at timestamptz not null,
  seen_by bigint references member,
  seen_at timestamptz
);
