import type { Member } from '../staff/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/**
 * Expects `conversation c` in the query. Selects the conversations of the member's departments and those the
 * member holds. Nobody sees the messages of account tests.
 */
export function talksWith(member: Member): Sql {
  if (member.isAdmin) return sql`not c.is_test`;
  return sql`(not c.is_test and (c.department_id = any(${member.departmentIds}::bigint[]) or c.assignee_id = ${member.id}))`;
}

/**
 * Expects `conversation c` in the query. Selects the conversations in which the member may act at all;
 * `mayTalk` decides about each act.
 */
export function actsIn(member: Member): Sql {
  return talksWith(member);
}
