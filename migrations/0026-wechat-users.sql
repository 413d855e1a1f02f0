-- One person's id across the accounts of one business: identities that share it are one customer.
alter table identity add column union_id text;
create index identity_union on identity (union_id) where union_id is not null;

-- What WeChat tells of a follower. Neither name nor picture since 2021-12-27. `read_at` null: to be read again.
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

-- Until when the customer sees that somebody is typing.
create table typing_hint (
  identity_id bigint primary key references identity,
  until timestamptz not null
);
