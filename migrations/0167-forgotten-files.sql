-- A file that was removed because nothing named it any more. Somebody may have been about to name the same content, and
-- then keeps it again. Rows go after a day.
create table forgotten_file (
  path text primary key,
  removed_at timestamptz not null default clock_timestamp()
);
