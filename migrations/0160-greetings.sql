-- A greeting alone is answered and reopens nothing.
alter table triage_rule drop constraint triage_rule_intent_check;
alter table triage_rule add constraint triage_rule_intent_check
  check (intent in ('open_ticket', 'progress', 'person', 'escalation', 'thanks', 'again', 'greeting'));
