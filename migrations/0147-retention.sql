-- How long each kind of row is kept, in days. The bounds stand in the program.
create table retention_class (
  key text primary key check (key in ('messages', 'deliveries', 'tickets', 'events', 'envelopes')),
  days integer not null check (days > 0)
);
insert into retention_class (key, days)
values ('messages', 1095), ('deliveries', 1095), ('tickets', 1825), ('events', 1825), ('envelopes', 180);

-- What a night removed: counts, and the months of the tables that are kept by month.
create table retention_run (
  night date primary key,
  begun_at timestamptz not null,
  finished_at timestamptz,
  removed jsonb not null default '{}'
);

create index resolution_reopened_by on resolution (reopened_by_message) where reopened_by_message is not null;
