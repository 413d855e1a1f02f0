-- The nightly cleaning asks which of the stored files are still named by a row.
create index stored_file_path on stored_file (path);
create index stored_file_playable on stored_file (playable_path) where playable_path is not null;
