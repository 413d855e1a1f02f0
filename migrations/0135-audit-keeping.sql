-- Each night the list of who did what is read from its beginning to its end, to find a row that was changed or taken out.
create table audit_check (
  night date primary key,
  begun_at timestamptz not null,
  finished_at timestamptz
);
