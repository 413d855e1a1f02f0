-- What kind of account it is, and with that what it may do.
alter table wechat_account
  add column account_type text not null default 'service' check (account_type in ('service', 'subscription')),
  add column verified boolean not null default true;

-- What happens at the wire of an account, counted by the hour (UTC): callbacks that came in, callbacks turned away by
-- reason, access tokens renewed, sends refused by code.
create table wechat_tally (
  account_id bigint not null references wechat_account,
  kind text not null check (kind in ('received', 'turned_away', 'token', 'refused')),
  word text not null default '',
  hour timestamptz not null,
  count integer not null,
  last_at timestamptz not null,
  primary key (account_id, kind, hour, word)
);
create index wechat_tally_hour on wechat_tally (kind, hour);
