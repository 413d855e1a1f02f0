-- Each row is a backup that was begun. What it was written to keeps its name there until rotation removes it.
create table backup (
  id bigint generated always as identity primary key,
  name text not null,
  place text not null,
  scheduled boolean not null,
  encrypted boolean not null,
  state text not null check (state in ('running', 'done', 'failed')),
  started_at timestamptz not null default clock_timestamp(),
  -- A process that is writing says so here now and then; one that died does not.
  seen_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  bytes bigint,
  row_count bigint,
  file_count bigint,
  error text,
  removed_at timestamptz
);
-- One backup is taken at a time, by whichever process begins it.
create unique index backup_running on backup (state) where state = 'running' and scheduled;
create index backup_newest on backup (id desc);
