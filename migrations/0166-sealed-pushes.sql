-- Pushes that are kept encrypted are opened when somebody asks for a person's words, or erases them.
create index inbound_envelope_sealed on inbound_envelope (id) where sealed;

-- Somebody was erased whose pushes may be among those that nobody can open. Whatever they said before `erased_at` is
-- erased as soon as it can be read. The name is a hash of account and name, from which nobody can tell the name.
create table erased_contact (
  name_hash text primary key,
  account_id bigint not null references channel_account,
  erased_at timestamptz not null
);
create index erased_contact_account on erased_contact (account_id);
