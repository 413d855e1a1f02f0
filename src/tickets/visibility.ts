import { actsIn, talksWith } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/**
 * Over `ticket t`: what the member may know of. An administrator everything, others their departments' tickets,
 * those that were handed to or by them, and those they were called to. Every query that shows tickets starts from this.
 */
export function visibleTo(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  const own = sql`any(${member.departmentIds}::bigint[])`;
  return sql`(t.department_id = ${own} or exists (
    select 1 from handoff h where h.ticket_id = t.id and (h.to_department_id = ${own} or h.from_department_id = ${own}))
    or t.id in (select g.ticket_id from ticket_guest g where g.member_id = ${member.id}))`;
}

/** Over `customer u`: those of the conversations and tickets that the member may see. */
export function knownTo(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  return sql`(exists (select 1 from conversation c where c.customer_id = u.id and ${talksWith(member)})
           or exists (select 1 from ticket t where t.customer_id = u.id and ${visibleTo(member)}))`;
}

/** Over `ticket t`: those on which the member may act at all. Each act then asks the table (`mayDo`). */
export function actsOn(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  return sql`(t.department_id = any(${member.departmentIds}::bigint[]) or t.assignee_id = ${member.id})`;
}

/** Over `customer u`: those with a conversation or an unclosed ticket in which the member may act. */
export function actsFor(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  return sql`(exists (select 1 from conversation c where c.customer_id = u.id and ${actsIn(member)})
           or exists (select 1 from ticket t where t.customer_id = u.id and t.status <> 'closed' and ${actsOn(member)}))`;
}
