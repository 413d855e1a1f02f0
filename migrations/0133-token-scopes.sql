-- What a token may do, until when, and how many requests of a minute it has. Those from before may do everything.
alter table api_token
  add column scopes text[] not null default '{read,work,money,settings}'
    check (cardinality(scopes) > 0 and scopes <@ array['read', 'work', 'money', 'settings']),
  add column expires_at timestamptz,
  add column per_minute integer not null default 600 check (per_minute between 1 and 100000);
alter table api_token alter column scopes drop default;

-- From where a token was used on a day; the first time stands on the list of who did what.
create table api_token_use (
  token_id bigint not null references api_token on delete cascade,
  day date not null,
  network text not null,
  primary key (token_id, day, network)
);
