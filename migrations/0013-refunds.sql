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
-- A ticket carries one refund that is not rejected; after a rejection another may be requested.
create unique index refund_standing on refund (ticket_id) where state <> 'rejected';
create index refund_list on refund (state, id desc);
create index refund_order on refund (order_number);

-- Every refund is seen by four eyes: the trigger refuses an approval by the person who requested the refund, whatever
-- the program does.
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

-- What is paid is what was decided on: the request does not change afterwards, and only an approved one is paid.
create function refuse_changed_refund() returns trigger language plpgsql as $$
begin
  if old.state <> 'requested'
     and (new.ticket_id, new.order_number, new.amount, new.currency, new.requested_by)
         is distinct from (old.ticket_id, old.order_number, old.amount, old.currency, old.requested_by) then
    raise exception 'a refund that was decided on is not changed' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger refuse_changed_refund before update on refund
  for each row execute function refuse_changed_refund();

create function refuse_unapproved_payment() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from refund_decision where refund_id = new.refund_id and approved) then
    raise exception 'a refund is paid after its approval' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger refuse_unapproved_payment before insert or update on refund_payment
  for each row execute function refuse_unapproved_payment();
