-- While a legal hold stands, nothing that it names is erased or removed: neither by a person nor by the nightly keeping.
-- A hold on a customer covers all that belongs to that customer.
create table legal_hold (
  id bigint generated always as identity primary key,
  subject_type text not null check (subject_type in ('customer', 'ticket', 'conversation')),
  subject_id bigint not null,
  reason text not null,
  until timestamptz,
  set_by bigint not null references member,
  set_at timestamptz not null,
  lifted_by bigint references member,
  lifted_at timestamptz
);
create index legal_hold_subject on legal_hold (subject_type, subject_id);
create index legal_hold_unlifted on legal_hold (subject_type, subject_id) where lifted_at is null;
