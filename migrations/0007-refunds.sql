create table refund (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  order_number text not null,
  amount numeric(14, 2) not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reason text not null,
  state text not null default 'requested' check (state in ('requested', 'approved', 'paying', 'paid', 'rejected')),
  requested_by bigint not null references member,
  requested_at timestamptz not null,
  version integer not null default 1
);
-- A ticket carries one refund that is not rejected; what was rejected may be asked again.
create unique index refund_standing on refund (ticket_id) where state <> 'rejected';
create index refund_list on refund (state, id desc);
create index refund_order on refund (order_number);

-- Four eyes: the trigger refuses an approval by the one who asked, whatever the program does.
create table refund_decision (
  refund_id bigint primary key references refund,
  approved boolean not null,
  reason text not null default '',
  decided_by bigint not null references member,
  decided_at timestamptz not null
);
create function refuse_own_approval() returns trigger language plpgsql as $$
begin
  if new.approved and exists (select 1 from refund where id = new.refund_id and requested_by = new.decided_by) then
    raise exception 'a refund is approved by another person than the one who requested it' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger refuse_own_approval before insert or update on refund_decision
  for each row execute function refuse_own_approval();

create table refund_payment (
  refund_id bigint primary key references refund,
  voucher text not null unique,
  recorded_by bigint not null references member,
  paid_at timestamptz not null
);
