import { sql, type Sql } from '../platform/database/index.js';
import type { Person } from './person.service.js';

type Query = (ids: Ids) => Sql;

interface Ids {
  customers: Sql;
  identities: Sql;
  conversations: Sql;
  tickets: Sql;
}

/** What stands in the archive, table by table. Every name is one list of `data.json`. */
const QUERIES: Record<string, Query> = {
  identities: (p) => sql`
    select k.key channel, i.external_id, i.union_id, i.created_at
      from identity i join channel_account k on k.id = i.account_id where i.customer_id = any(${p.customers}) order by i.id`,
  conversations: (p) => sql`
    select id, state, started_at, ended_at from conversation where id = any(${p.conversations}) order by id`,
  messages: (p) => sql`
    select m.id, m.conversation_id, m.direction, m.author_kind author, m.kind, m.text, m.content, m.sent_at,
           case when f.id is not null then 'files/' || m.id end file
      from message m left join stored_file f on f.message_id = m.id
     where m.conversation_id = any(${p.conversations}) order by m.id`,
  tickets: (p) => sql`
    select 'T' || number number, subject, type, priority, status, stage, fields, opened_at, resolved_at, closed_at
      from ticket where id = any(${p.tickets}) order by id`,
  resolutions: (p) => sql`
    select 'T' || t.number ticket, r.note, r.resolved_at, r.reopened_at, r.reopen_reason
      from resolution r join ticket t on t.id = r.ticket_id where r.ticket_id = any(${p.tickets}) order by r.id`,
  notes: (p) => sql`
    select 'T' || t.number ticket, n.text, n.created_at
      from note n join ticket t on t.id = n.ticket_id where n.ticket_id = any(${p.tickets}) order by n.id`,
  handoffs: (p) => sql`
    select 'T' || t.number ticket, h.note, h.state, h.answer, h.offered_at, h.answered_at
      from handoff h join ticket t on t.id = h.ticket_id where h.ticket_id = any(${p.tickets}) order by h.id`,
  pauses: (p) => sql`
    select 'T' || t.number ticket, h.reason, h.held_at, h.ended_at
      from hold h join ticket t on t.id = h.ticket_id where h.ticket_id = any(${p.tickets}) order by h.id`,
  escalations: (p) => sql`
    select 'T' || t.number ticket, e.kind, e.why, e.due_at, e.done_at
      from escalation e join ticket t on t.id = e.ticket_id
     where e.ticket_id = any(${p.tickets}) order by e.id`,
  refunds: (p) => sql`
    select 'T' || t.number ticket, r.order_number, r.amount::text amount, r.currency, r.reason, r.state, r.requested_at,
           y.voucher, y.paid_at
      from refund r join ticket t on t.id = r.ticket_id left join refund_payment y on y.refund_id = r.id
     where r.ticket_id = any(${p.tickets}) order by r.id`,
  refundDecisions: (p) => sql`
    select 'T' || t.number ticket, d.approved, d.reason, d.decided_at
      from refund_decision d join refund r on r.id = d.refund_id join ticket t on t.id = r.ticket_id
     where r.ticket_id = any(${p.tickets}) order by r.id, d.decided_at`,
  sent: (p) => sql`
    select id, purpose, content, state, route, created_at, sent_at from delivery
     where identity_id = any(${p.identities}) order by id`,
  calls: (p) => sql`
    select a.at, a.reached, a.note from call_attempt a join delivery d on d.id = a.delivery_id
     where d.identity_id = any(${p.identities}) order by a.id`,
  pushesNotHandled: (p) => sql`
    select e.received_at, e.body from inbound_envelope e
     where e.state = 'failed' and not e.sealed and exists (
       select from identity i
        where i.id = any(${p.identities}) and i.account_id = e.account_id and position(i.external_id in e.body) > 0)
     order by e.id`,
  pushesNobodyCanRead: (p) => sql`
    select count(*)::int count, min(e.received_at) since, max(e.received_at) until,
           'They came encrypted, and none of our keys opens them: nobody can tell whose they are or what they say.' why
      from inbound_envelope e
     where e.sealed and e.account_id in (select account_id from identity where id = any(${p.identities}))
    having count(*) > 0`,
  history: (p) => sql`
    select at, name, subject_type, data from event
     where (subject_type = 'customer' and subject_id = any(${p.customers}))
        or (subject_type = 'ticket' and subject_id = any(${p.tickets}))
        or (subject_type = 'conversation' and subject_id = any(${p.conversations})) order by id`,
};

export function exported(person: Person): [name: string, query: Sql][] {
  const ids: Ids = {
    customers: sql`${person.customers}::bigint[]`,
    identities: sql`${person.identities}::bigint[]`,
    conversations: sql`${person.conversations}::bigint[]`,
    tickets: sql`${person.tickets}::bigint[]`,
  };
  return Object.entries(QUERIES).map(([name, query]) => [name, query(ids)]);
}

export const filesOf = ({ conversations }: Person): Sql => sql`
  select m.id message_id, f.path, f.media_type from stored_file f join message m on m.id = f.message_id
   where m.conversation_id = any(${conversations}::bigint[]) order by m.id`;
