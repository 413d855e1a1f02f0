create table ticket_type (
  key text primary key check (key ~ '^[a-z][a-z0-9_]{0,40}$'),
  name jsonb not null,
  priority text not null check (priority in ('P0', 'P1', 'P2', 'P3')),
  department_id bigint not null references department,
  position integer not null
);
call revised_by('ticket_types', 'ticket_type');

create sequence ticket_number start 100001;

create table ticket (
  id bigint generated always as identity primary key,
  number bigint not null unique default nextval('ticket_number'),
  subject text not null,
  type text not null references ticket_type,
  priority text not null check (priority in ('P0', 'P1', 'P2', 'P3')),
  status text not null default 'new'
    check (status in ('new', 'open', 'waiting_on_customer', 'on_hold', 'resolved', 'closed')),
  stage text not null default 'received',
  department_id bigint not null references department,
  assignee_id bigint references member,
  assigned_at timestamptz,
  customer_id bigint not null references customer,
  identity_id bigint references identity,
  conversation_id bigint references conversation,
  fields jsonb not null default '{}',
  reason jsonb not null default '{}',
  rule_key text,
  rule_version integer,
  search tsvector not null default '',
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  resolved_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1
);
create index ticket_customer on ticket (customer_id, type) where status not in ('resolved', 'closed');
create index ticket_customer_all on ticket (customer_id, id desc);
create index ticket_conversation on ticket (conversation_id);
create index ticket_department on ticket (department_id, id desc);
create index ticket_open on ticket (department_id, priority, id) where status not in ('resolved', 'closed');
create index ticket_assignee on ticket (assignee_id, id desc) where assignee_id is not null;
create index ticket_search on ticket using gin (search);
create index ticket_resolved on ticket (resolved_at) where status = 'resolved';
-- The queue that begins with the chat whose window closes first joins tickets by identity.
create index ticket_identity on ticket (identity_id, id) where identity_id is not null;
-- Open tickets without a running clock are listed in the order of their ids.
create index ticket_unfinished on ticket (id) where status not in ('resolved', 'closed');

-- These are the messages that a ticket quotes.
create table ticket_message (
  ticket_id bigint not null references ticket,
  message_id bigint not null references message,
  primary key (ticket_id, message_id)
);
create index ticket_message_message on ticket_message (message_id);

create table handoff (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  from_department_id bigint not null references department,
  to_department_id bigint not null references department,
  state text not null default 'offered' check (state in ('offered', 'accepted', 'returned', 'withdrawn')),
  note text not null,
  offered_by bigint not null references member,
  offered_at timestamptz not null,
  answered_by bigint references member,
  answered_at timestamptz,
  answer text,
  check (from_department_id <> to_department_id)
);
create unique index handoff_open on handoff (ticket_id) where state = 'offered';
create index handoff_ticket on handoff (ticket_id, id);
create index handoff_to on handoff (to_department_id, ticket_id);
create index handoff_from on handoff (from_department_id, ticket_id);

create table hold (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  reason text not null,
  until timestamptz,
  held_by bigint not null references member,
  held_at timestamptz not null,
  ended_by bigint references member,
  ended_at timestamptz
);
create unique index hold_open on hold (ticket_id) where ended_at is null;
create index hold_due on hold (until) where ended_at is null and until is not null;

create table resolution (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  note text not null,
  resolved_by bigint references member,
  resolved_at timestamptz not null,
  reopened_by bigint references member,
  reopened_at timestamptz,
  reopen_reason text
);
create unique index resolution_standing on resolution (ticket_id) where reopened_at is null;

create table note (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  author_id bigint not null references member,
  text text not null,
  created_at timestamptz not null
);
create index note_ticket on note (ticket_id, id);
