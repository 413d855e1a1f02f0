-- A code to be scanned: whoever does is the customer it was made for. Once, within its time.
create table scene (
  token text primary key,
  account_id bigint not null references channel_account,
  customer_id bigint not null references customer,
  ticket_id bigint,
  made_by bigint not null references member,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by bigint references identity
);
create index scene_account on scene (account_id);
