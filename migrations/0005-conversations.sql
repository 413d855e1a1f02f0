-- Everything that came in is kept as it came. A partitioned table cannot hold a unique key without its time, so the
-- keys stand in inbound_key.
create table inbound_envelope (
  id bigint generated always as identity,
  account_id bigint not null,
  key text not null,
  received_at timestamptz not null,
  body text not null,
  state text not null default 'handled' check (state in ('handled', 'failed', 'replayed')),
  error text,
  attempts integer not null default 0,
  -- The test of an account that it was sent for. It never becomes a customer's message, however often it is replayed.
  check_id text,
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
  -- What is said while an account is tested belongs in no list: it has a conversation of its own that is always ended.
  is_test boolean not null default false,
  version integer not null default 1
);
create unique index conversation_open on conversation (identity_id) where state <> 'ended';
create unique index conversation_test on conversation (identity_id) where is_test;
create index conversation_identity on conversation (identity_id, id);
create index conversation_customer on conversation (customer_id, id);
create index conversation_list on conversation (department_id, state, last_message_at desc, id desc);
create index conversation_recent on conversation (last_message_at desc, id desc);
-- This order puts whoever has waited longest for an answer first.
create index conversation_waiting on conversation (unanswered_since, id) where state <> 'ended' and unanswered_since is not null;

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
  seconds integer,
  -- Customers send voices as AMR, which no browser plays. A copy that browsers play is kept beside the original.
  playable_path text,
  playable_type text,
  created_at timestamptz not null,
  unique (message_id)
);

-- A file goes to the customer as a link where the channel carries pictures only. Only the hash of the token is kept.
create table file_link (
  token_hash text primary key,
  message_id bigint not null references message,
  expires_at timestamptz not null
);
create index file_link_message on file_link (message_id);

-- A scene is a code to be scanned: whoever scans it is the customer that it was made for. It works once and until it
-- expires.
create table scene (
  token text primary key,
  account_id bigint not null references channel_account,
  customer_id bigint not null references customer,
  ticket_id bigint,
  made_by bigint not null references member,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by bigint references identity
);
create index scene_account on scene (account_id);

-- The business answers this when a customer taps an item of the menu.
create table menu_answer (
  account_id bigint not null references channel_account,
  item text not null,
  answer text not null,
  primary key (account_id, item)
);

create table menu_tap (
  account_id bigint not null references channel_account,
  item text not null,
  day date not null,
  count integer not null,
  primary key (account_id, item, day)
);

-- Until then the customer sees that somebody is typing.
create table typing_hint (
  identity_id bigint primary key references identity,
  until timestamptz not null
);
