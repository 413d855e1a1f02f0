-- 催办 and "urgent" said in the chat ask for somebody above.
alter table triage_rule drop constraint triage_rule_intent_check;
alter table triage_rule add constraint triage_rule_intent_check
  check (intent in ('open_ticket', 'progress', 'person', 'escalation'));
create index escalation_asked on escalation (due_at) where kind = 'asked';
