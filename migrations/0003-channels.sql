-- An account of the business on some channel. What only one kind of channel needs stands in that channel's tables.
create table channel_account (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z0-9][a-z0-9_-]{0,40}$'),
  kind text not null,
  name text not null,
  department_id bigint not null references department,
  enabled boolean not null default true,
  created_at timestamptz not null
);
