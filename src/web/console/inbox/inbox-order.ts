import { talksWith } from '../../../conversations/index.js';
import type { Member } from '../../../staff/index.js';
import { visibleTo } from '../../../tickets/index.js';
import { empty, sql, type Sql } from '../../../platform/database/index.js';
import type { InboxRow } from './inbox-row.js';
import type { InboxSort } from './inbox-view.js';
import { ID, INSTANT } from '../../../platform/http/index.js';

export const SHOWN = 50;

export const WAITING = sql`and c.state <> 'ended' and c.unanswered_since is not null`;
const CLOSES = sql`coalesce(v.closes_at, 'infinity')`;
const NO_EMERGENCY = sql`((k.ticket ->> 'priority') is distinct from 'P0')::int`;

interface Order {
  by: Sql;
  shapes: { test(text: string): boolean }[];
  key: (row: InboxRow) => string[];
  after: (last: string[] | undefined) => Sql;
  /** Narrows the list, along an index, to rows that the page may show. */
  among?: (member: Member, last: string[] | undefined, now: Date) => Sql;
}

export const ORDERS: Record<InboxSort | 'recent', Order> = {
  urgent: {
    by: sql`${NO_EMERGENCY}, c.unanswered_since, c.id`,
    shapes: [/^[01]$/, INSTANT, ID],
    key: (row) => [row.ticket?.priority === 'P0' ? '0' : '1', ...waitedBy(row)],
    after: (last) =>
      last
        ? sql`and (${NO_EMERGENCY}, c.unanswered_since, c.id) > (${last[0]}::int, ${last[1]}::timestamptz, ${last[2]}::bigint)`
        : empty,
    among: (member, last) => (last ? empty : amongFirst(member)),
  },
  closing: {
    by: sql`${CLOSES}, c.unanswered_since, c.id`,
    shapes: [INSTANT, INSTANT, ID],
    key: (row) => [row.closesAt?.toISOString() ?? 'infinity', ...waitedBy(row)],
    after: (last) =>
      last
        ? sql`and (${CLOSES}, c.unanswered_since, c.id) > (${last[0]}::timestamptz, ${last[1]}::timestamptz, ${last[2]}::bigint)`
        : empty,
    among: amongClosing,
  },
  recent: {
    by: sql`c.last_message_at desc, c.id desc`,
    shapes: [INSTANT, ID],
    key: (row) => [row.lastMessageAt.toISOString(), row.id],
    after: (last) =>
      last ? sql`and (c.last_message_at, c.id) < (${last[0]}::timestamptz, ${last[1]}::bigint)` : empty,
  },
};

function waitedBy({ unansweredSince, id }: InboxRow): string[] {
  return [unansweredSince?.toISOString() ?? 'infinity', id];
}

/**
 * Narrows by an array and not by `in`, or the planner may ask for the rest of every row that waits.
 * Finds the conversations with an emergency and those that have waited longest, each along the index of waiting ones.
 */
function amongFirst(member: Member): Sql {
  const first = (more: Sql) => sql`
    (select c.id from conversation c where ${talksWith(member)} ${WAITING} ${more}
      order by c.unanswered_since, c.id limit ${SHOWN + 1})`;
  const emergency = sql`and exists (
    select 1 from ticket t where t.conversation_id = c.id and not t.is_finished
       and t.priority = 'P0' and ${visibleTo(member)})`;
  return sql`and c.id = any(array(${first(emergency)} union ${first(empty)}))`;
}

function amongClosing(member: Member, last: string[] | undefined, now: Date): Sql {
  const open = sql`v.source = 'message' and v.closes_at > ${now}`;
  const [at, since, id] = last ?? [];
  const after =
    at && at !== 'infinity'
      ? sql`and v.closes_at >= ${at}::timestamptz ${ORDERS.closing.after(last)}`
      : empty;
  const closed =
    at === 'infinity' ? sql`and (c.unanswered_since, c.id) > (${since}::timestamptz, ${id}::bigint)` : empty;
  return sql`and c.id = any(array(
    with closing as materialized (
      select c.id from contact_window v join conversation c on c.identity_id = v.identity_id
       where ${open} and ${at !== 'infinity'} and ${talksWith(member)} ${WAITING} ${after}
       order by v.closes_at, c.unanswered_since, c.id limit ${SHOWN + 1})
    select id from closing union all (
      select c.id from conversation c
       where (select count(*) from closing) <= ${SHOWN} and ${talksWith(member)} ${WAITING} ${closed}
         and not exists (select 1 from contact_window v where v.identity_id = c.identity_id and ${open})
       order by c.unanswered_since, c.id limit ${SHOWN + 1})))`;
}
