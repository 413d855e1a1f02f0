-- What the provider allows after each thing a customer does, and for how long. A new rule is a new row, before it is in force.
create table window_rule (
  source text not null check (source in ('message', 'menu', 'follow', 'scan')),
  in_force_since timestamptz not null,
  allowance integer not null check (allowance > 0),
  seconds integer not null check (seconds > 0),
  primary key (source, in_force_since)
);
insert into window_rule (source, in_force_since, allowance, seconds) values
  ('message', '2013-01-01 00:00+08', 20, 48 * 3600),
  ('message', '2023-06-12 00:00+08', 5, 48 * 3600),
  ('menu', '2013-01-01 00:00+08', 3, 60),
  ('follow', '2013-01-01 00:00+08', 3, 60),
  ('scan', '2013-01-01 00:00+08', 3, 60);

-- What the shop wishes. One row.
create table contact_setting (
  only_one boolean primary key default true check (only_one),
  -- The last send of a window is kept for a status notice.
  holds_back boolean not null default true,
  -- What a customer must hear and nothing else can carry is told by telephone.
  calls boolean not null default true
);
insert into contact_setting default values;

alter table delivery
  -- May use the last send of a window.
  add column takes_last boolean not null default false,
  -- Ends, where no other route is left, with somebody who calls the customer.
  add column may_call boolean not null default false,
  -- Short messages of this author, one right after the other, may go as one; `joined_to` is the one that they went with.
  add column joins_author bigint references member,
  add column joined_to bigint references delivery,
  -- Routes that have failed.
  add column tried text[] not null default '{}',
  add column claimed_at timestamptz,
  -- Since when it may have arrived: a provider drops the second copy only for so long.
  add column unclear_since timestamptz;
create index delivery_joined on delivery (joined_to) where joined_to is not null;
create index delivery_sent on delivery (identity_id, sent_at) where route = 'customer_message';
create index delivery_to_call on delivery (id) where state = 'planned' and route = 'call';

-- Who called about a delivery, and whether the customer was reached.
create table call_attempt (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references delivery,
  member_id bigint not null references member,
  reached boolean not null,
  note text not null,
  at timestamptz not null
);
create index call_attempt_delivery on call_attempt (delivery_id, id);
