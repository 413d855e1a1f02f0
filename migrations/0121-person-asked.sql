-- When and how the customer last asked for a person in this conversation.
alter table conversation add person_asked_at timestamptz;
alter table conversation add person_asked_how text check (person_asked_how in ('words', 'menu'));
-- When the program last told the customer, without being asked, that somebody will read what was written.
alter table conversation add acknowledged_at timestamptz;
