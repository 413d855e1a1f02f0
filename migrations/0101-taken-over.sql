-- What a colleague or a lead does with one's work is told on the console too: no ladder's step, perhaps of no ticket.
alter table alert alter column escalation_id drop not null;
alter table alert alter column ticket_id drop not null;
alter table alert add column conversation_id bigint references conversation;
alter table alert add column told_by bigint references member;
alter table alert add column why text;
alter table alert drop constraint alert_kind_check;
alter table alert add check (kind in ('warning', 'breach', 'page', 'asked', 'taken_over', 'released', 'ended', 'assigned'));
alter table alert add check (ticket_id is not null or conversation_id is not null);
alter table alert add check (escalation_id is not null or kind in ('taken_over', 'released', 'ended', 'assigned'));
