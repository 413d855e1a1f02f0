-- The stand-in's side of the wire. Nothing outside src/sandbox reads these tables.
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
  condition text not null default 'fine' check (condition in ('fine', 'slow', 'busy', 'quota', 'lost'))
);

-- Several tokens of one account are valid at once while one replaces the other. The two kinds know nothing of each other.
create table sandbox.access_token (
  token text primary key,
  app_id text not null references sandbox.account,
  kind text not null check (kind in ('stable', 'plain')),
  expires_at timestamptz not null
);
create index access_token_account on sandbox.access_token (app_id, kind, expires_at);

create table sandbox.person (
  openid text primary key,
  app_id text not null references sandbox.account,
  name text not null,
  language text not null default 'zh-CN',
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

-- `via` says how a bubble of the business came: 'passive', 'customer_message', 'template'; 'platform' for WeChat's own words.
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
  client_message_id text,
  status text not null,
  at timestamptz not null
);
create index template_send_client_message on sandbox.template_send (openid, client_message_id, at);

-- What the platform would not show the person: attempts of pushes, answers to sends.
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
  media_type text not null,
  bytes bytea not null,
  created_at timestamptz not null
);
create sequence sandbox.message_id start 24000000000000001;
