create table customer (
  id bigint generated always as identity primary key,
  name text not null,
  tier text not null default 'standard' check (tier in ('standard', 'member', 'vip')),
  -- The language is unknown until the first text tells it; until then notices are in Chinese.
  language text,
  phone_cipher text,
  phone_index text,
  -- The region where the customer is at home, in the words of the business ("HK"). A policy may ask for it.
  region text,
  created_at timestamptz not null
);
create index customer_phone on customer (phone_index) where phone_index is not null;

create table identity (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  account_id bigint not null references channel_account,
  external_id text not null,
  -- The id of one person across all accounts of one business. Identities that share it belong to one customer.
  union_id text,
  created_at timestamptz not null,
  unique (account_id, external_id)
);
create index identity_customer on identity (customer_id);
create index identity_union on identity (union_id) where union_id is not null;
