-- The conversations that somebody holds are counted on every page of the console, and were found among all open ones.
create index conversation_held on conversation (assignee_id) where state <> 'ended' and assignee_id is not null;
