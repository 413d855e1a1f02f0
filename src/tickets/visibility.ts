import { actsIn, talksWith } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/**
 * Expects `ticket t` in the query. Administrators see all tickets. Others see those of their departments, those handed
 * off by or to them, and those to which they were called. Every query that shows tickets starts from this condition.
 */
export function visibleTo(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  const own = sql`any(${member.departmentIds}::bigint[])`;
  return sql`(t.department_id = ${own} or exists (
    select 1 from handoff h where h.ticket_id = t.id and (h.to_department_id = ${own} or h.from_department_id = ${own}))
    or t.id in (select g.ticket_id from ticket_guest g where g.member_id = ${member.id}))`;
}

/** Expects `customer u` in the query. */
export function knownTo(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  return sql`(exists (select 1 from conversation c where c.customer_id = u.id and ${talksWith(member)})
           or exists (select 1 from ticket t where t.customer_id = u.id and ${visibleTo(member)}))`;
}

/**
 * Expects `ticket t` in the query. Selects the tickets on which the member may act at all. `mayDo` then decides about
 * each act.
 */
export function actsOn(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  return sql`(t.department_id = any(${member.departmentIds}::bigint[]) or t.assignee_id = ${member.id})`;
}

/**
 * Expects `customer u` in the query. The member may act in a conversation or on an unclosed ticket of these customers.
 */
export function actsFor(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  return sql`(exists (select 1 from conversation c where c.customer_id = u.id and ${actsIn(member)})
           or exists (select 1 from ticket t where t.customer_id = u.id and t.status <> 'closed' and ${actsOn(member)}))`;
}
