-- What members hold whose accounts were disabled before that made it free.
with freed as (
  update conversation c set assignee_id = null, state = 'waiting', claimed_at = null, version = c.version + 1
    from member m where m.id = c.assignee_id and m.state = 'disabled' and c.state = 'active'
  returning c.id, m.id as member_id
)
insert into event (at, name, subject_type, subject_id, actor_kind, data)
select now(), 'conversation.released', 'conversation', id, 'system', jsonb_build_object('memberId', member_id::text) from freed;

with freed as (
  update ticket t set assignee_id = null, assigned_at = null, version = t.version + 1
    from member m where m.id = t.assignee_id and m.state = 'disabled' and t.status <> 'closed'
  returning t.*
)
insert into event (at, name, subject_type, subject_id, actor_kind, data)
select now(), 'ticket.released', 'ticket', id, 'system', jsonb_build_object(
         'number', 'T' || number, 'type', type, 'priority', priority, 'departmentId', department_id::text, 'stage', stage,
         'customerId', customer_id::text, 'identityId', identity_id::text)
  from freed;
