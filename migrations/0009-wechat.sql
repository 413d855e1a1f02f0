create table wechat_account (
  account_id bigint primary key references channel_account,
  app_id text not null,
  original_id text not null,
  mode text not null check (mode in ('safe', 'compatible', 'plain')),
  -- The kind of account, and whether WeChat has verified it, decide what the account may do.
  account_type text not null default 'service' check (account_type in ('service', 'subscription')),
  verified boolean not null default true,
  api_url text,
  app_secret_cipher text not null,
  token_cipher text not null,
  aes_key_cipher text not null,
  -- A new token or key takes a while to reach all of WeChat's servers; until then some still use the previous one.
  previous_token_cipher text,
  previous_aes_key_cipher text,
  previous_until timestamptz,
  -- An account that WeChat no longer serves sends nothing until an administrator has repaired and tested it.
  broken_reason text,
  broken_at timestamptz
);

-- All processes share the one row of an account. `renewing_until` is the lease of the process that asks for a new
-- token.
create table wechat_token (
  account_id bigint primary key references wechat_account,
  token_cipher text,
  expires_at timestamptz,
  version integer not null default 0,
  renewing_until timestamptz
);

-- A template of the account carries messages of a purpose, as a template message or as a subscription message. A
-- purpose without a template is something to set up, not an error.
create table wechat_template (
  account_id bigint not null references wechat_account,
  purpose text not null,
  language text not null,
  kind text not null default 'template' check (kind in ('template', 'subscription')),
  template_id text not null,
  fields jsonb not null,
  -- It says why WeChat no longer accepts the template.
  broken_reason text,
  primary key (account_id, purpose, language, kind)
);

-- A customer still allows so many subscription messages of a template: those accepted less those sent.
create table wechat_consent (
  account_id bigint not null references wechat_account,
  external_id text not null,
  template_id text not null,
  available integer not null check (available >= 0),
  changed_at timestamptz not null,
  primary key (account_id, external_id, template_id)
);

-- An API of the account has used up its quota and rests until then.
create table wechat_pause (
  account_id bigint not null references wechat_account,
  api text not null,
  until timestamptz not null,
  reason text not null,
  primary key (account_id, api)
);

-- WeChat refuses something (48001) that an account of this kind should be able to do. It is left alone until somebody
-- tests the account.
create table wechat_refused_ability (
  account_id bigint not null references wechat_account,
  ability text not null,
  reason text not null,
  at timestamptz not null,
  primary key (account_id, ability)
);

-- WeChat keeps media for three days. What was not fetched by then is lost.
create table wechat_media_lost (
  message_id bigint primary key references message,
  lost_at timestamptz not null
);

-- WeChat keeps what was uploaded for three days of real time, whatever the clock of the demonstration says.
create table wechat_upload (
  account_id bigint not null references wechat_account,
  sha256 text not null,
  kind text not null,
  media_id text not null,
  uploaded_at timestamptz not null,
  primary key (account_id, sha256, kind)
);

-- The menu at the foot of the chat stands here as it was last edited and as WeChat last took it.
create table wechat_menu (
  account_id bigint primary key references wechat_account,
  draft jsonb not null,
  published jsonb,
  published_at timestamptz,
  problem text,
  problem_at timestamptz
);

-- WeChat has told neither the name nor the picture of a follower since 2021-12-27. A row without `read_at` is to be
-- read again.
create table wechat_user (
  identity_id bigint primary key references identity,
  subscribed boolean,
  subscribed_at timestamptz,
  source text,
  tag_ids integer[] not null default '{}',
  read_at timestamptz
);
create index wechat_user_stale on wechat_user (read_at nulls first);

create table wechat_tag (
  account_id bigint not null references wechat_account,
  tag_id integer not null,
  name text not null,
  read_at timestamptz not null,
  primary key (account_id, tag_id)
);

-- What happens between WeChat and an account is counted: callbacks received, callbacks turned away by reason, access
-- tokens renewed, sends refused by code. Counts begin as one row a minute, so that "the last hour" is exactly that,
-- and are later summed by the hour (UTC).
create table wechat_tally (
  account_id bigint not null references wechat_account,
  kind text not null check (kind in ('received', 'turned_away', 'token', 'refused')),
  word text not null default '',
  began timestamptz not null,
  count integer not null,
  last_at timestamptz not null,
  primary key (account_id, kind, began, word)
);
create index wechat_tally_hour on wechat_tally (kind, began);

-- A test of an account covers what WeChat answers, and what passes between a tester's phone and the account.
create table wechat_test (
  id bigint generated always as identity primary key,
  account_id bigint not null references wechat_account,
  -- The tester sends this word to the account, once; it tells whose phone it is.
  word text not null,
  -- The tester is answered in this language.
  language text not null,
  identity_id bigint references identity on delete set null,
  external_id text,
  -- The code leads the tester's phone to the account; it is null where none could be made.
  code text,
  started_at timestamptz not null,
  until timestamptz not null
);
create index wechat_test_account on wechat_test (account_id, id);

-- `facts` are what a step found beside its state, for example the address that WeChat does not allow.
create table wechat_test_step (
  test_id bigint not null references wechat_test,
  step text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'running', 'passed', 'attention', 'failed', 'skipped')),
  reason text,
  facts jsonb not null default '{}',
  delivery_id bigint references delivery on delete set null,
  at timestamptz,
  primary key (test_id, step)
);
create index wechat_test_step_delivery on wechat_test_step (delivery_id) where delivery_id is not null;
