-- What a text wants beside work of a type: thanks want nothing, and "again" says that what was solved is not.
alter table triage_rule drop constraint triage_rule_intent_check;
alter table triage_rule add constraint triage_rule_intent_check
  check (intent in ('open_ticket', 'progress', 'person', 'escalation', 'thanks', 'again'));

-- For so many days after it was solved, a word of the customer opens a ticket again. Later it becomes a ticket of its
-- own that follows the first.
alter table ticket_type add reopen_days integer not null default 7 check (reopen_days between 0 and 365);

alter table ticket add follows_id bigint references ticket;
create index ticket_follows on ticket (follows_id) where follows_id is not null;

-- These words of the customer opened the ticket again.
alter table resolution add reopened_by_message bigint references message;
create index resolution_resolved on resolution (resolved_at);
create index resolution_reopened on resolution (reopened_at) where reopened_at is not null;
