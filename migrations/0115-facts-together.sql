-- What a customer said within so many hours is read together; 0 switches it off.
create table triage_setting (
  one_row boolean primary key default true check (one_row),
  adds_up_hours integer not null default 24 check (adds_up_hours between 0 and 168)
);
insert into triage_setting default values;
call revised_by('triage', 'triage_setting');
