-- These tables are WeChat's side of the wire, as a stand-in. Nothing outside src/sandbox reads them.
create schema sandbox;

create table sandbox.account (
  app_id text primary key,
  original_id text not null unique,
  name text not null,
  app_secret text not null,
  token text not null,
  aes_key text not null,
  mode text not null default 'safe' check (mode in ('safe', 'compatible', 'plain')),
  callback_url text not null,
  menu jsonb not null default '[]',
  templates jsonb not null default '[]',
  condition text not null default 'fine'
    check (condition in ('fine', 'slow', 'busy', 'quota', 'lost', 'hang', 'address'))
);

-- While a token replaces another, both are valid. Tokens of the two kinds do not affect each other.
create table sandbox.access_token (
  token text primary key,
  app_id text not null references sandbox.account,
  kind text not null check (kind in ('stable', 'plain')),
  expires_at timestamptz not null,
  -- A stable token can be demanded by force at most 20 times a day, half a minute apart.
  forced_at timestamptz
);
create index access_token_account on sandbox.access_token (app_id, kind, expires_at);

create table sandbox.person (
  openid text primary key,
  app_id text not null references sandbox.account,
  name text not null,
  language text not null default 'zh-CN',
  remark text not null default '',
  -- The code by which the person came to follow the account.
  scene text not null default '',
  followed boolean not null default true,
  blocked boolean not null default false,
  followed_at timestamptz not null,
  typing_until timestamptz,
  position integer not null
);
create index person_account on sandbox.person (app_id, position);

create table sandbox.reply_window (
  openid text not null references sandbox.person,
  source text not null check (source in ('message', 'menu', 'follow', 'scan')),
  closes_at timestamptz not null,
  allowance integer not null,
  used integer not null default 0,
  primary key (openid, source)
);

-- `via` says how a bubble of the business came ('passive', 'customer_message', 'template'); WeChat's own words have
-- 'platform'.
create table sandbox.bubble (
  id bigint generated always as identity primary key,
  openid text not null references sandbox.person,
  direction text not null check (direction in ('up', 'down')),
  kind text not null,
  content jsonb not null,
  at timestamptz not null,
  via text
);
create index bubble_openid on sandbox.bubble (openid, id);

create table sandbox.template_send (
  msgid bigint primary key,
  openid text not null references sandbox.person,
  kind text not null default 'template' check (kind in ('template', 'subscription')),
  template_id text not null default '',
  client_message_id text,
  status text not null,
  at timestamptz not null
);
create index template_send_client_message on sandbox.template_send (openid, client_message_id, at);
create sequence sandbox.message_id start 24000000000000001;

create table sandbox.consent (
  openid text not null references sandbox.person,
  template_id text not null,
  available integer not null check (available >= 0),
  primary key (openid, template_id)
);

-- The log keeps what the platform would not show the person: attempts of pushes, and answers to sends.
create table sandbox.wire_log (
  id bigint generated always as identity primary key,
  openid text,
  kind text not null check (kind in ('push', 'send')),
  detail jsonb not null,
  at timestamptz not null
);
create index wire_log_openid on sandbox.wire_log (openid, id);

create table sandbox.media (
  media_id text primary key,
  app_id text not null references sandbox.account,
  kind text not null default 'image' check (kind in ('image', 'voice', 'video', 'thumb')),
  media_type text not null,
  bytes bytea not null,
  created_at timestamptz not null
);

create table sandbox.tag (
  app_id text not null references sandbox.account,
  id integer not null,
  name text not null,
  primary key (app_id, id),
  unique (app_id, name)
);

create table sandbox.tagging (
  app_id text not null,
  tag_id integer not null,
  openid text not null references sandbox.person,
  primary key (app_id, tag_id, openid),
  foreign key (app_id, tag_id) references sandbox.tag on delete cascade
);
create index tagging_openid on sandbox.tagging (openid);

-- Calls are counted by account, API and day in Shanghai.
create table sandbox.call_count (
  app_id text not null references sandbox.account,
  api text not null,
  day date not null,
  count integer not null,
  primary key (app_id, api, day)
);

-- An account may have its counts cleared ten times a month at most.
create table sandbox.quota_cleared (
  app_id text not null references sandbox.account,
  at timestamptz not null
);
create index quota_cleared_app on sandbox.quota_cleared (app_id, at);
