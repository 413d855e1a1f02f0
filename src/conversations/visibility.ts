import type { Member } from '../staff/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/**
 * Over `conversation c`: the member's own departments' conversations and those the member holds. Finance and others who
 * work on a ticket read its conversation through the ticket.
 */
export function talksWith(member: Member): Sql {
  if (member.isAdmin) return sql`true`;
  return sql`(c.department_id = any(${member.departmentIds}::bigint[]) or c.assignee_id = ${member.id})`;
}
