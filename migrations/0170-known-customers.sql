-- Which customers the people of a department may know: those of its conversations and tickets, and of tickets that were
-- handed to it or by it. A list of customers is read along this, newest first. It may name too many, for a ticket that
-- left a department leaves nothing out here, so whoever reads it asks for the right as well.
create table department_customer (
  department_id bigint not null references department,
  customer_id bigint not null references customer on delete cascade,
  primary key (department_id, customer_id)
);
create index department_customer_customer on department_customer (customer_id);

-- For rows that were written without the triggers below.
create procedure know_customers() language sql begin atomic
  insert into department_customer
  select department_id, customer_id from conversation
  union select department_id, customer_id from ticket
  union select d.id, t.customer_id from handoff h join ticket t on t.id = h.ticket_id
          join department d on d.id in (h.from_department_id, h.to_department_id)
  on conflict do nothing;
end;
call know_customers();

-- Conversations and tickets are alike here.
create function know_customer() returns trigger language plpgsql as $$
begin
  insert into department_customer values (new.department_id, new.customer_id) on conflict do nothing;
  return null;
end $$;

create trigger know_customer after insert on conversation for each row execute function know_customer();
create trigger know_customer_anew after update on conversation for each row
  when (old.customer_id <> new.customer_id or old.department_id <> new.department_id) execute function know_customer();
create trigger know_customer after insert on ticket for each row execute function know_customer();
create trigger know_customer_anew after update on ticket for each row
  when (old.department_id <> new.department_id) execute function know_customer();

create function know_customer_by_handoff() returns trigger language plpgsql as $$
begin
  insert into department_customer
  select d.id, t.customer_id from ticket t join department d on d.id in (new.from_department_id, new.to_department_id)
   where t.id = new.ticket_id
  on conflict do nothing;
  return null;
end $$;

create trigger know_customer after insert on handoff for each row execute function know_customer_by_handoff();

-- Two customers turned out to be one person: all departments of the ticket know the other one now.
create function know_joined_customer() returns trigger language plpgsql as $$
begin
  insert into department_customer
  select new.department_id, new.customer_id
  union select d.id, new.customer_id from handoff h join department d on d.id in (h.from_department_id, h.to_department_id)
         where h.ticket_id = new.id
  on conflict do nothing;
  return null;
end $$;

create trigger know_joined_customer after update on ticket for each row
  when (old.customer_id <> new.customer_id) execute function know_joined_customer();

-- Whoever holds a conversation of another department knows its customer too.
create index conversation_assignee on conversation (assignee_id, customer_id desc) where assignee_id is not null;
