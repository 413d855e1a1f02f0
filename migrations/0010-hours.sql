create table calendar (
  id bigint generated always as identity primary key,
  key text not null unique,
  name jsonb not null
);
call revised_by('sla', 'calendar');

-- Every change makes a new version. A running timer names the version with which it was computed.
create table calendar_version (
  id bigint generated always as identity primary key,
  calendar_id bigint not null references calendar,
  version integer not null,
  zone text not null,
  week jsonb not null,
  overrides jsonb not null default '{}',
  -- The draft is what somebody wrote: hours of the calendar's own, or changes to a base calendar. The columns above are
  -- what it came to.
  draft jsonb not null,
  -- It is null for a version that came with the program.
  saved_by bigint references member,
  created_at timestamptz not null,
  unique (calendar_id, version)
);
create index calendar_version_newest on calendar_version (calendar_id, version desc);
call revised_by('sla', 'calendar_version');

create table department_calendar (
  department_id bigint primary key references department,
  calendar_id bigint not null references calendar
);
call revised_by('sla', 'department_calendar');

-- Official holidays, and the days worked to make up for them, are kept a year at a time as they were announced.
create table holiday_list (
  region text not null check (region ~ '^[A-Z]{2}$'),
  year integer not null check (year between 2000 and 2100),
  days jsonb not null,
  source text not null,
  imported_at timestamptz not null,
  primary key (region, year)
);
