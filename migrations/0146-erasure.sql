-- A customer who turned out to be another one keeps a row of its own, with its name and telephone. It is found by this.
alter table customer add joined_into bigint references customer;
update customer c set joined_into = e.subject_id
  from event e
 where e.name = 'customer.joined' and e.subject_type = 'customer' and c.id = (e.data ->> 'from')::bigint
   and c.id <> e.subject_id;
create index customer_joined on customer (joined_into) where joined_into is not null;
alter table customer add erased_at timestamptz;

-- Holds no personal data, and stays. One that waits is done by itself once nothing stands against it.
create table erasure (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  cause text not null check (cause in ('asked', 'withdrawn')),
  asked_by bigint references member,
  asked_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'done')),
  obstacles text[] not null default '{}',
  removed jsonb not null default '{}',
  done_at timestamptz
);
create unique index erasure_waiting on erasure (customer_id) where state = 'waiting';
create index erasure_customer on erasure (customer_id, id);

-- The archive lies in the file store until it expires; the row stays as the record.
create table person_export (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  asked_by bigint not null references member,
  asked_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'gone')),
  path text,
  bytes bigint,
  files integer,
  done_at timestamptz,
  expires_at timestamptz
);
create index person_export_customer on person_export (customer_id, id);
create index person_export_path on person_export (path) where path is not null;

-- Events stay as they were written, with one exception: an erasure takes words out of `data`, and only where its
-- transaction says so. Everything else of the row is still refused.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name ~ '^event_' and current_setting('huiyin.erasing', true) = 'yes' then
    if to_jsonb(new) - 'data' = to_jsonb(old) - 'data' then return new; end if;
  end if;
  raise exception '% on % is refused: events are append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
