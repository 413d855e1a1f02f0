-- A rule says how many messages the provider allows after something that a customer does, and for how long. A new
-- rule is a new row, written before it comes into force.
create table window_rule (
  source text not null check (source in ('message', 'menu', 'follow', 'scan')),
  in_force_since timestamptz not null,
  allowance integer not null check (allowance > 0),
  seconds integer not null check (seconds > 0),
  primary key (source, in_force_since)
);
insert into window_rule (source, in_force_since, allowance, seconds) values
  ('message', '2013-01-01 00:00+08', 20, 48 * 3600),
  ('message', '2023-06-12 00:00+08', 5, 48 * 3600),
  ('menu', '2013-01-01 00:00+08', 3, 60),
  ('follow', '2013-01-01 00:00+08', 3, 60),
  ('scan', '2013-01-01 00:00+08', 3, 60);

-- The one row says what the business has chosen.
create table contact_setting (
  only_one boolean primary key default true check (only_one),
  -- The last message that a window allows is kept for a notice about the state of a ticket.
  holds_back boolean not null default true,
  -- Somebody telephones the customer about what the customer must hear and nothing else can carry.
  calls boolean not null default true
);
insert into contact_setting default values;

create table contact_ledger (
  identity_id bigint primary key references identity,
  reachable boolean not null default true,
  unreachable_reason text,
  followed boolean,
  -- The provider's time of the customer's last act: an act that is reported late says nothing about the present.
  heard_at timestamptz
);

-- The customer opened each of these windows, by writing, by a tap on the menu, by following or by scanning.
create table contact_window (
  identity_id bigint not null references identity,
  source text not null check (source in ('message', 'menu', 'follow', 'scan')),
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  allowance integer not null,
  used integer not null default 0 check (used >= 0),
  -- At this time the program looks whether the customer has been answered; it is null where there is no need to look.
  watch_at timestamptz,
  primary key (identity_id, source)
);
create index contact_window_closing on contact_window (closes_at);
create index contact_window_watched on contact_window (watch_at) where watch_at is not null;
create index contact_window_message on contact_window (closes_at, identity_id) where source = 'message';

create table delivery (
  id bigint generated always as identity primary key,
  reason_key text not null unique,
  identity_id bigint not null references identity,
  account_id bigint not null references channel_account,
  conversation_id bigint not null references conversation,
  message_id bigint not null references message,
  ticket_id bigint references ticket,
  purpose text not null,
  content jsonb not null,
  state text not null default 'planned'
    check (state in ('planned', 'sending', 'accepted', 'delivered', 'refused', 'unknown', 'gave_up', 'cancelled')),
  route text check (route in ('passive', 'customer_message', 'template', 'subscription_message', 'call')),
  reason text,
  -- The delivery may use the last message that a window allows.
  takes_last boolean not null default false,
  -- Where no other route is left, somebody telephones the customer.
  may_call boolean not null default false,
  -- Short messages of one author that follow each other closely may go as one: `joins_author` is that author, and
  -- `joined_to` the delivery with which this one went.
  joins_author bigint references member,
  joined_to bigint references delivery,
  -- These routes have failed.
  tried text[] not null default '{}',
  attempts integer not null default 0,
  -- So often it could not be written down what became of this delivery after its sender had died.
  lease_failures integer not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
  claimed_at timestamptz,
  -- Since this time it may have arrived: a provider recognises the second copy for a limited time only.
  unclear_since timestamptz,
  provider_id text,
  created_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz
);
create index delivery_due on delivery (due_at, id) where state = 'planned' and due_at is not null;
create index delivery_open on delivery (identity_id, id) where state in ('planned', 'sending');
create index delivery_lease on delivery (lease_until) where state = 'sending';
create index delivery_ticket on delivery (ticket_id, id);
create index delivery_message on delivery (message_id);
create index delivery_state on delivery (state, id);
create unique index delivery_provider on delivery (account_id, provider_id) where provider_id is not null;
create index delivery_joined on delivery (joined_to) where joined_to is not null;
create index delivery_sent on delivery (identity_id, sent_at) where route = 'customer_message';
create index delivery_to_call on delivery (id) where state = 'planned' and route = 'call';

-- A receipt may arrive before the program has written down the id under which the provider took the message.
create table early_receipt (
  account_id bigint not null references channel_account (id),
  provider_id text not null,
  -- The reason is null where the message was delivered.
  reason text,
  received_at timestamptz not null,
  primary key (account_id, provider_id)
);

-- Somebody telephoned about a delivery and either reached the customer or did not.
create table call_attempt (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references delivery,
  member_id bigint not null references member,
  reached boolean not null,
  note text not null,
  at timestamptz not null
);
create index call_attempt_delivery on call_attempt (delivery_id, id);
