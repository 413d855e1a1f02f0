import type { Member } from '../staff/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/**
 * Over `conversation c`: the member's own departments' conversations and those the member holds. Finance and others who
 * work on a ticket read its conversation through the ticket. What was said in tests of an account is nobody's.
 */
export function talksWith(member: Member): Sql {
  if (member.isAdmin) return sql`not c.is_test`;
  return sql`(not c.is_test and (c.department_id = any(${member.departmentIds}::bigint[]) or c.assignee_id = ${member.id}))`;
}

/**
 * Over `conversation c`: those in which the member may act at all, of whatever state. Each act then asks the table
 * (`mayTalk`). Who only reads a conversation through a ticket acts in none of its department.
 */
export function actsIn(member: Member): Sql {
  return talksWith(member);
}
