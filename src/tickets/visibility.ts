import { actsIn, talksWith } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { empty, join, sql, type Sql } from '../platform/database/index.js';

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
  // These are values and not conditions: of a condition the planner would first read all conversations and tickets.
  return sql`(
    coalesce((select true from conversation c where c.customer_id = u.id and ${talksWith(member)} limit 1), false)
    or coalesce((select true from ticket t where t.customer_id = u.id and ${visibleTo(member)} limit 1), false))`;
}

/** The ids of all customers whom the member may know, and perhaps some more: `knownTo` decides. The newest come first. */
export function perhapsKnownTo(member: Member, before: string | undefined): Sql {
  const older = (id: Sql) => (before === undefined ? empty : sql`and ${id} < ${before}`);
  const streams = [
    ...member.departmentIds.map(
      (id) =>
        sql`select k.customer_id from department_customer k where k.department_id = ${id} ${older(sql`k.customer_id`)}`,
    ),
    sql`select c.customer_id from conversation c where c.assignee_id = ${member.id} ${older(sql`c.customer_id`)}`,
    sql`select t.customer_id from ticket_guest g join ticket t on t.id = g.ticket_id
         where g.member_id = ${member.id} ${older(sql`t.customer_id`)}`,
  ];
  const inOrder = streams.map((stream) => sql`(${stream} order by customer_id desc)`);
  // The planner may choose to hash what is `distinct`, and would then read everything first. Neighbours cost nothing.
  return sql`
    select customer_id from (
      select customer_id, lag(customer_id) over (order by customer_id desc) before from (${join(inOrder, ' union all ')}) streams) known
     where before is distinct from customer_id order by customer_id desc`;
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
