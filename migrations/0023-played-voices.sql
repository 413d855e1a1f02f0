-- A voice as a browser plays it, beside what the customer sent: AMR is played by none.
alter table stored_file
  add column seconds integer,
  add column playable_path text,
  add column playable_type text;
