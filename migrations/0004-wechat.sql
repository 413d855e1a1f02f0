create table wechat_account (
  account_id bigint primary key references channel_account,
  app_id text not null,
  original_id text not null,
  mode text not null check (mode in ('safe', 'compatible', 'plain')),
  api_url text,
  app_secret_cipher text not null,
  token_cipher text not null,
  aes_key_cipher text not null
);

-- One row per account, shared by all processes. `renewing_until` is the lease of the one that asks for a new token.
create table wechat_token (
  account_id bigint primary key references wechat_account,
  token_cipher text,
  expires_at timestamptz,
  version integer not null default 0,
  renewing_until timestamptz
);

-- Which template of the account carries which purpose. Unbound is a state to configure, not an error.
create table wechat_template (
  account_id bigint not null references wechat_account,
  purpose text not null,
  language text not null,
  template_id text not null,
  fields jsonb not null,
  primary key (account_id, purpose, language)
);
