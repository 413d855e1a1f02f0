import type { Member } from '../staff/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/**
 * Expects `conversation c` in the query. Selects the conversations of the member's departments and those the member
 * holds. Finance and others who work on a ticket read its conversation through the ticket. Messages of account tests
 * are visible to nobody.
 */
export function talksWith(member: Member): Sql {
  if (member.isAdmin) return sql`not c.is_test`;
  return sql`(not c.is_test and (c.department_id = any(${member.departmentIds}::bigint[]) or c.assignee_id = ${member.id}))`;
}

/**
 * Expects `conversation c` in the query. Selects the conversations in any state in which the member may act at all;
 * for each act `mayTalk` then decides. A member who can only read a conversation through a ticket may not act in it.
 */
export function actsIn(member: Member): Sql {
  return talksWith(member);
}
