-- What a person has to mend, while it lasts and after. One open row per key, however often it is raised.
create table alarm (
  id bigint generated always as identity primary key,
  key text not null,
  kind text not null,
  data jsonb not null default '{}',
  since timestamptz not null,
  until timestamptz
);
create unique index alarm_open on alarm (key) where until is null;
create index alarm_key on alarm (key, id);
