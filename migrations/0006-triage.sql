create table triage_rule (
  id bigint generated always as identity primary key,
  key text not null,
  version integer not null,
  active boolean not null default true,
  position integer not null,
  intent text not null check (intent in ('open_ticket', 'progress', 'person', 'escalation')),
  type text,
  priority text check (priority in ('P0', 'P1', 'P2', 'P3')),
  department text,
  conditions jsonb not null,
  reason jsonb not null,
  unique (key, version)
);
create unique index triage_rule_active on triage_rule (key) where active;
call revised_by('triage', 'triage_rule');
