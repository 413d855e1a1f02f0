-- A receipt that came before it was written down under which id the provider had taken the message.
create table early_receipt (
  account_id bigint not null references channel_account (id),
  provider_id text not null,
  -- Null where it was delivered.
  reason text,
  received_at timestamptz not null,
  primary key (account_id, provider_id)
);
