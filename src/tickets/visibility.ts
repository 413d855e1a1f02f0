import { actsIn, talksWith } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { empty, join, raw, sql, type Sql } from '../platform/database/index.js';

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

/** The ids of all tickets that somebody who is no administrator may see, some of them several times. */
export function seenBy(member: Member): Sql {
  return join([...ofDepartments(member, undefined), ...ofOthers(member, undefined)], ' union all ');
}

/** Those that may be seen for another reason than that they are of the member's departments. */
export function handedTo(member: Member): Sql {
  return join(ofOthers(member, undefined), ' union all ');
}

/** The ids of all tickets that the member may see, the newest first. Whoever takes some of them has no more read. */
export function newestSeen(member: Member, before: string | undefined): Sql {
  const older = before === undefined ? sql`true` : sql`id < ${before}`;
  if (member.isAdmin) return sql`select id ticket_id from ticket where ${older} order by id desc`;
  return neighboursOnce([...ofDepartments(member, before), ...ofOthers(member, before)], 'ticket_id');
}

const olderThan = (id: Sql, before: string | undefined) =>
  before === undefined ? empty : sql`and ${id} < ${before}`;

function ofDepartments({ departmentIds }: Member, before: string | undefined): Sql[] {
  return departmentIds.map(
    (department) =>
      sql`select id ticket_id from ticket where department_id = ${department} ${olderThan(sql`id`, before)}`,
  );
}

function ofOthers({ id, departmentIds }: Member, before: string | undefined): Sql[] {
  const older = olderThan(sql`ticket_id`, before);
  const handoffs = (side: Sql) =>
    departmentIds.map(
      (department) => sql`select ticket_id from handoff where ${side} = ${department} ${older}`,
    );
  return [
    ...handoffs(sql`to_department_id`),
    ...handoffs(sql`from_department_id`),
    sql`select ticket_id from ticket_guest where member_id = ${id} ${older}`,
  ];
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
  return neighboursOnce(streams, 'customer_id');
}

/** Reads the streams together, the largest id first, and each id once. */
function neighboursOnce(streams: Sql[], id: 'customer_id' | 'ticket_id'): Sql {
  const column = raw(id);
  const inOrder = streams.map((stream) => sql`(${stream} order by ${column} desc)`);
  // The planner may choose to hash what is `distinct`, and would then read everything first. Neighbours cost nothing.
  return sql`
    select ${column} from (
      select ${column}, lag(${column}) over (order by ${column} desc) before from (${join(inOrder, ' union all ')}) streams) known
     where before is distinct from ${column} order by ${column} desc`;
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
