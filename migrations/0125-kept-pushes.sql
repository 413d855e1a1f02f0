-- A push that its provider signed and that cannot be read is kept as well. `sealed` tells that the body is as it came,
-- still encrypted; `told_at` is the provider's own time, which nobody has to believe.
alter table inbound_envelope add sealed boolean not null default false;
alter table inbound_envelope add told_at timestamptz;

-- How far the provider's clock goes ahead of ours, as its latest pushes tell. All processes share the row of an account.
create table provider_clock (
  account_id bigint primary key references channel_account,
  ahead_ms integer not null,
  pushes integer not null,
  measured_at timestamptz not null
);
