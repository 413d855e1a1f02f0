-- Where the customer is at home, as the business names its regions ("HK"); what a policy may ask about.
alter table customer add region text;

-- What was written: hours of one's own, or changes against a base calendar. The version's columns are what it came to.
alter table calendar_version add draft jsonb;
update calendar_version set draft = jsonb_build_object('zone', zone, 'week', week, 'overrides', overrides);
alter table calendar_version alter draft set not null;
create index calendar_version_newest on calendar_version (calendar_id, version desc);

-- Official holidays and the days worked to make up for them, a year at a time, as they were announced.
create table holiday_list (
  region text not null check (region ~ '^[A-Z]{2}$'),
  year integer not null check (year between 2000 and 2100),
  days jsonb not null,
  source text not null,
  imported_at timestamptz not null,
  primary key (region, year)
);
