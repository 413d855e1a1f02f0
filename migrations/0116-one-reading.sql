-- The name as searches read it. The program writes it; null until it has read the name.
alter table customer add readable_name text;

-- Stored readings were made by this version of the program's reading. A newer program reads everything again.
create table reading (
  one_row boolean primary key default true check (one_row),
  version integer not null default 0
);
insert into reading select true, case when exists (select from customer) then 0 else 1 end;
