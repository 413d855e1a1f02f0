-- Who brought a member in. It is null for those whom the installation itself or the command line brought in.
alter table member add column brought_in_by bigint references member;
alter table member add column brought_in_by_admin boolean not null default true;
update member m set brought_in_by = inviter.id, brought_in_by_admin = inviter.role = 'admin'
  from event e
  join invitation i on i.id = (e.data ->> 'invitationId')::bigint
  join member inviter on inviter.id = i.invited_by
 where e.name = 'member.created' and e.subject_type = 'member' and e.subject_id = m.id;

-- Another administrator than the one who brought a member in knows the person, too.
create table member_confirmation (
  member_id bigint primary key references member,
  confirmed_by bigint not null references member,
  confirmed_at timestamptz not null,
  check (confirmed_by <> member_id)
);

create function counts_for_money(person bigint) returns boolean language sql stable as $$
  select m.brought_in_by is null or m.brought_in_by_admin
      or exists (select from member_confirmation c where c.member_id = m.id)
    from member m where m.id = person
$$;

-- Four eyes are two people. Says why these two may not be the pair that asks for a refund and approves it; null means
-- that they may. Somebody could have made a second account and joined it alone; once another administrator has
-- confirmed its person, two people know whose it is.
create function pair_fault(asker bigint, approver bigint) returns text language sql stable as $$
  select case
    when a.id = b.id then 'own_request'
    when not counts_for_money(b.id) then 'approver_unconfirmed'
    when not counts_for_money(a.id) and exists (
      select from membership s join department d on d.id = s.department_id where s.member_id = a.id and d.key = 'finance')
      then 'asker_unconfirmed'
    when (a.brought_in_by = b.id and ca.member_id is null) or (b.brought_in_by = a.id and cb.member_id is null)
      then 'brought_in_by_other'
    when a.brought_in_by = b.brought_in_by and not a.brought_in_by_admin and not b.brought_in_by_admin
         and (ca.member_id is null or cb.member_id is null)
      then 'brought_in_by_same'
  end
    from member a cross join member b
    left join member_confirmation ca on ca.member_id = a.id
    left join member_confirmation cb on cb.member_id = b.id
   where a.id = asker and b.id = approver
$$;

create or replace function refuse_own_approval() returns trigger language plpgsql as $$
declare
  fault text;
begin
  if not new.approved then return new; end if;
  select pair_fault(requested_by, new.decided_by) into fault from refund where id = new.refund_id;
  if fault is not null then
    raise exception 'a refund is approved by another person than the one who requested it (%)', fault
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
