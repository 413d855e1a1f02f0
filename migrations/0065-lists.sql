-- The queue by what is due first walks the running clocks; whether a ticket has an earlier one, timer_open tells.
create index timer_next on timer (due_at, ticket_id) where state = 'running';
drop index if exists timer_running;
-- The queue by whose chat closes first.
create index ticket_identity on ticket (identity_id, id) where identity_id is not null;
-- Open tickets without a running clock, in the order of their ids.
create index ticket_unfinished on ticket (id) where status not in ('resolved', 'closed');
-- Who waits for an answer, the longest first.
create index conversation_waiting on conversation (unanswered_since, id) where state <> 'ended' and unanswered_since is not null;
