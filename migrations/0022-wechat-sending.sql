-- An account that WeChat no longer serves sends nothing until an administrator has mended it and pressed test.
alter table wechat_account
  add column broken_reason text,
  add column broken_at timestamptz;

-- One API of an account that has used up its quota, until when.
create table wechat_pause (
  account_id bigint not null references wechat_account,
  api text not null,
  until timestamptz not null,
  reason text not null,
  primary key (account_id, api)
);

-- A purpose may go as a template and as a subscription message. `broken_reason`: WeChat knows it no more.
alter table wechat_template
  add column kind text not null default 'template' check (kind in ('template', 'subscription')),
  add column broken_reason text,
  drop constraint wechat_template_pkey,
  add primary key (account_id, purpose, language, kind);

-- How many subscription messages of a template a customer still allows: accepted minus sent.
create table wechat_consent (
  account_id bigint not null references wechat_account,
  external_id text not null,
  template_id text not null,
  available integer not null check (available >= 0),
  changed_at timestamptz not null,
  primary key (account_id, external_id, template_id)
);

-- What we have uploaded, which WeChat keeps for three days. Real time: WeChat knows no other.
create table wechat_upload (
  account_id bigint not null references wechat_account,
  sha256 text not null,
  kind text not null,
  media_id text not null,
  uploaded_at timestamptz not null,
  primary key (account_id, sha256, kind)
);
