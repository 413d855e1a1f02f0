create table channel_account (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z0-9][a-z0-9_-]{0,40}$'),
  kind text not null,
  name text not null,
  department_id bigint not null references department,
  enabled boolean not null default true,
  created_at timestamptz not null
);

create table customer (
  id bigint generated always as identity primary key,
  name text not null,
  tier text not null default 'standard' check (tier in ('standard', 'member', 'vip')),
  -- Unknown until the first text says it; notices then use Chinese.
  language text,
  phone_cipher text,
  phone_index text,
  created_at timestamptz not null
);
create index customer_phone on customer (phone_index) where phone_index is not null;

create table identity (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  account_id bigint not null references channel_account,
  external_id text not null,
  created_at timestamptz not null,
  unique (account_id, external_id)
);
create index identity_customer on identity (customer_id);

-- What came in, as it came. Partitioned; its uniqueness lives in inbound_key.
create table inbound_envelope (
  id bigint generated always as identity,
  account_id bigint not null,
  key text not null,
  received_at timestamptz not null,
  body text not null,
  state text not null default 'handled' check (state in ('handled', 'failed', 'replayed')),
  error text,
  attempts integer not null default 0,
  primary key (id, received_at)
) partition by range (received_at);
create index inbound_envelope_failed on inbound_envelope (id) where state = 'failed';
create table inbound_envelope_default partition of inbound_envelope default;

create table inbound_key (
  account_id bigint not null references channel_account,
  key text not null,
  envelope_id bigint,
  answer text,
  received_at timestamptz not null,
  primary key (account_id, key)
);
create index inbound_key_age on inbound_key (received_at);

create table conversation (
  id bigint generated always as identity primary key,
  identity_id bigint not null references identity,
  customer_id bigint not null references customer,
  account_id bigint not null references channel_account,
  department_id bigint not null references department,
  state text not null default 'waiting' check (state in ('waiting', 'active', 'ended')),
  assignee_id bigint references member,
  claimed_at timestamptz,
  started_at timestamptz not null,
  last_message_at timestamptz not null,
  unanswered_since timestamptz,
  ended_at timestamptz,
  version integer not null default 1
);
create unique index conversation_open on conversation (identity_id) where state <> 'ended';
create index conversation_identity on conversation (identity_id, id);
create index conversation_customer on conversation (customer_id, id);
create index conversation_list on conversation (department_id, state, last_message_at desc, id desc);
create index conversation_recent on conversation (last_message_at desc, id desc);

create table message (
  id bigint generated always as identity primary key,
  conversation_id bigint not null references conversation,
  direction text not null check (direction in ('in', 'out')),
  author_kind text not null check (author_kind in ('customer', 'member', 'bot', 'system')),
  author_id bigint,
  author_name text,
  kind text not null,
  text text not null default '',
  content jsonb not null default '{}',
  provider_id text,
  sent_at timestamptz not null,
  created_at timestamptz not null
);
create index message_conversation on message (conversation_id, sent_at, id);

create table stored_file (
  id bigint generated always as identity primary key,
  message_id bigint not null references message,
  media_type text not null,
  bytes bigint not null,
  sha256 text not null,
  path text not null,
  created_at timestamptz not null,
  unique (message_id)
);

create table contact_ledger (
  identity_id bigint primary key references identity,
  reachable boolean not null default true,
  unreachable_reason text,
  followed boolean
);

-- Every window a customer opened: by writing, by menu, by following, by scanning.
create table contact_window (
  identity_id bigint not null references identity,
  source text not null check (source in ('message', 'menu', 'follow', 'scan')),
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  allowance integer not null,
  used integer not null default 0 check (used >= 0),
  primary key (identity_id, source)
);
create index contact_window_closing on contact_window (closes_at);

create table delivery (
  id bigint generated always as identity primary key,
  reason_key text not null unique,
  identity_id bigint not null references identity,
  account_id bigint not null references channel_account,
  conversation_id bigint not null references conversation,
  message_id bigint not null references message,
  ticket_id bigint,
  purpose text not null,
  content jsonb not null,
  state text not null default 'planned'
    check (state in ('planned', 'sending', 'accepted', 'delivered', 'refused', 'unknown', 'gave_up', 'cancelled')),
  route text check (route in ('passive', 'customer_message', 'template', 'subscription_message', 'call')),
  reason text,
  attempts integer not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
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
