-- Settings that every message needs are kept in memory. A change gives its topic a stamp that never comes back, not even
-- after a rollback, in the transaction of the change: a process that reads another stamp than it knows reads anew.
create sequence revision_stamp;
create table revision (
  topic text primary key,
  stamp bigint not null default nextval('revision_stamp')
);
insert into revision (topic) values ('triage'), ('ticket_types'), ('sla');

create function revise() returns trigger language plpgsql as $$
begin
  update revision set stamp = nextval('revision_stamp') where topic = tg_argv[0];
  return null;
end $$;

-- Every table that something kept is read from has one.
create procedure revised_by(topic text, changed regclass) language plpgsql as $$
begin
  execute format('create trigger revised after insert or update or delete or truncate on %s
                  for each statement execute function revise(%L)', changed, topic);
end $$;

call revised_by('triage', 'triage_rule');
call revised_by('ticket_types', 'ticket_type');
call revised_by('sla', 'policy');
call revised_by('sla', 'policy_target');
call revised_by('sla', 'calendar');
call revised_by('sla', 'calendar_version');
call revised_by('sla', 'department_calendar');
call revised_by('sla', 'department');
