import { sql, type Sql } from '../platform/database/index.js';
import { keptTalks, keptTickets } from './kept.js';

export interface OldRows {
  /** The table with its alias, and the rows of it that may go. */
  from: Sql;
  id: Sql;
  where: (before: Date, now: Date) => Sql;
  /** The rows name files. */
  files?: true;
  /** What is done to them, in this order. */
  statements: (ids: Sql) => Sql[];
}

const deliveries: OldRows = {
  from: sql`delivery r`,
  id: sql`r.id`,
  where: (before, now) => sql`
    r.created_at < ${before} and r.state not in ('planned', 'sending') and r.conversation_id not in ${keptTalks(now)}
    and (r.ticket_id is null or r.ticket_id not in ${keptTickets(now)})`,
  statements: (ids) => [
    sql`update delivery set joined_to = null where joined_to in ${ids}`,
    sql`delete from call_attempt where delivery_id in ${ids}`,
    sql`
      delete from notice where id in (
        select substr(reason_key, 8)::bigint from delivery where id in ${ids} and starts_with(reason_key, 'notice:'))`,
    sql`delete from delivery where id in ${ids}`,
  ],
};

/** A message goes after its deliveries, which are never kept longer. */
const messages: OldRows = {
  files: true,
  from: sql`message r`,
  id: sql`r.id`,
  where: (before, now) => sql`
    r.created_at < ${before} and r.conversation_id not in ${keptTalks(now)}
    and not exists (select from ticket_message l where l.message_id = r.id and l.ticket_id in ${keptTickets(now)})
    and not exists (
      select from delivery d where d.message_id = r.id
         and (d.created_at >= ${before} or d.state in ('planned', 'sending') or d.ticket_id in ${keptTickets(now)}))`,
  statements: (ids) => [
    sql`delete from stored_file where message_id in ${ids}`,
    sql`delete from file_link where message_id in ${ids}`,
    sql`delete from lost_file where message_id in ${ids}`,
    sql`delete from ticket_message where message_id in ${ids}`,
    sql`update resolution set reopened_by_message = null where reopened_by_message in ${ids}`,
    sql`delete from message where id in ${ids}`,
  ],
};

const BELONGINGS = [
  sql`escalation`,
  sql`timer`,
  sql`handoff`,
  sql`hold`,
  sql`notice`,
  sql`resolution`,
  sql`note`,
  sql`ticket_guest`,
  sql`ticket_message`,
  sql`tracking_view`,
];

const HAS_REFUND = sql`exists (select from refund f where f.ticket_id = r.id)`;

/** A ticket with a refund stays as a row without words, because accounting must keep its refund. */
const tickets: OldRows = {
  from: sql`ticket r`,
  id: sql`r.id`,
  where: (before, now) => sql`
    r.is_finished and coalesce(r.closed_at, r.resolved_at, r.updated_at) < ${before}
    and r.id not in ${keptTickets(now)} and (r.subject <> '—' or r.search <> '' or not ${HAS_REFUND})`,
  statements: (ids) => [
    sql`delete from alert where ticket_id in ${ids} or escalation_id in (
          select id from escalation where ticket_id in ${ids})`,
    ...BELONGINGS.map((table) => sql`delete from ${table} where ticket_id in ${ids}`),
    sql`update delivery set ticket_id = null where ticket_id in ${ids}`,
    sql`update scene set ticket_id = null where ticket_id in ${ids}`,
    sql`update ticket set follows_id = null where follows_id in ${ids}`,
    sql`update legal_hold set reason = '' where subject_type = 'ticket' and subject_id in ${ids}`,
    sql`update refund set reason = '' where ticket_id in ${ids}`,
    sql`update refund_decision set reason = '' where refund_id in (select id from refund where ticket_id in ${ids})`,
    sql`update ticket r set subject = '—', fields = '{}', reason = '{}', search = '', identity_id = null,
               conversation_id = null, version = version + 1 where r.id in ${ids} and ${HAS_REFUND}`,
    sql`delete from ticket r where r.id in ${ids} and not ${HAS_REFUND}`,
  ],
};

/** In the order in which they go. */
export const OLD_ROWS = { deliveries, messages, tickets };
