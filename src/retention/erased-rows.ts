import { sql, type Sql } from '../platform/database/index.js';
import type { Person } from './person.service.js';

type Statement = (person: Ids, now: Date) => Sql;

interface Ids {
  customers: Sql;
  identities: Sql;
  externalIds: Sql;
  conversations: Sql;
  tickets: Sql;
}

const MESSAGES = (p: Ids): Sql =>
  sql`(select id from message where conversation_id = any(${p.conversations}))`;
const REFUNDS = (p: Ids): Sql => sql`(select id from refund where ticket_id = any(${p.tickets}))`;
const HELD = (p: Ids): Sql => sql`(
  (subject_type = 'customer' and subject_id = any(${p.customers}))
  or (subject_type = 'ticket' and subject_id = any(${p.tickets}))
  or (subject_type = 'conversation' and subject_id = any(${p.conversations})))`;
const NAMED = (p: Ids, text: Sql): Sql =>
  sql`exists (select from unnest(${p.externalIds}) called where position(called in ${text}) > 0)`;

/**
 * What becomes of each table, in this order. Rows that others need stay without their words; amounts, orders and
 * vouchers of refunds stay, because accounting must keep them. The names count what the record of the erasure tells.
 */
const STATEMENTS: Record<string, Statement> = {
  // Answers that programs got repeat words which are gone after the statements below.
  answers: (p) => sql`
    delete from idempotency_key i where ${NAMED(p, sql`i.response::text`)} or exists (
      select from (
        select name from customer where id = any(${p.customers})
        union select 'T' || number from ticket where id = any(${p.tickets})
        union select text from note where ticket_id = any(${p.tickets})
        union select why from escalation where ticket_id = any(${p.tickets})
        union select reason from legal_hold where ${HELD(p)}) own (words)
      where position(to_jsonb(words)::text in i.response #>> '{}') > 0)`,
  files: (p) => sql`delete from stored_file where message_id in ${MESSAGES(p)}`,
  fileLinks: (p) => sql`delete from file_link where message_id in ${MESSAGES(p)}`,
  messages: (p) => sql`
    update message set text = '', content = '{}', kind = 'erased', provider_id = null,
           author_id = case when author_kind = 'customer' then null else author_id end,
           author_name = case when author_kind = 'customer' then null else author_name end
     where conversation_id = any(${p.conversations}) and kind <> 'erased'`,
  deliveries: (p, now) => sql`
    update delivery set content = '{}', provider_id = null, reason_key = 'erased-' || id, due_at = null,
           state = case state when 'planned' then 'cancelled' else state end,
           settled_at = case state when 'planned' then ${now} else settled_at end
     where identity_id = any(${p.identities}) and (content <> '{}' or state = 'planned')`,
  calls: (p) => sql`
    update call_attempt set note = '' where delivery_id in (
      select id from delivery where identity_id = any(${p.identities}))`,
  conversations: (p, now) => sql`
    update conversation set state = 'ended', ended_at = ${now}, unanswered_since = null, version = version + 1
     where id = any(${p.conversations}) and state <> 'ended'`,
  pushKeys: (p) => sql`
    delete from inbound_key k where ${NAMED(p, sql`k.key`)} or exists (
      select from inbound_envelope e
       where e.account_id = k.account_id and e.key = k.key and ${NAMED(p, sql`e.body`)})`,
  pushes: (p) => sql`
    update inbound_envelope e set body = '', error = null, key = 'erased-' || id, sealed = false,
           state = case state when 'failed' then 'replayed' else state end
     where ${NAMED(p, sql`e.body`)} or ${NAMED(p, sql`e.key`)}`,
  // Whose the encrypted ones are will be known when they can be read, and then they go, too.
  sealedPushes: (p, now) => sql`
    insert into erased_contact (name_hash, account_id, erased_at)
    select encode(sha256(convert_to(account_id || ' ' || external_id, 'UTF8')), 'hex'), account_id, ${now} from identity i
     where i.id = any(${p.identities}) and external_id !~ '^erased-'
       and exists (select from inbound_envelope e where e.sealed and e.account_id = i.account_id)
    on conflict (name_hash) do update set erased_at = excluded.erased_at`,
  tickets: (p) => sql`
    update ticket set subject = '—', fields = '{}', reason = '{}', search = '', identity_id = null,
           link_generation = link_generation + 1, version = version + 1
     where id = any(${p.tickets}) and (subject <> '—' or identity_id is not null or fields <> '{}')`,
  notes: (p) => sql`update note set text = '' where ticket_id = any(${p.tickets})`,
  handoffs: (p) => sql`
    update handoff set note = '', answer = case when answer is null then null else '' end
     where ticket_id = any(${p.tickets})`,
  pauses: (p) => sql`update hold set reason = '' where ticket_id = any(${p.tickets})`,
  resolutions: (p) => sql`
    update resolution set note = '', reopen_reason = case when reopen_reason is null then null else '' end
     where ticket_id = any(${p.tickets})`,
  refundReasons: (p) => sql`update refund set reason = '' where ticket_id = any(${p.tickets})`,
  refundDecisions: (p) =>
    sql`update refund_decision set reason = '' where refund_id in ${REFUNDS(p)} and reason <> ''`,
  escalations: (p) => sql`
    update escalation set why = null, failure = null where ticket_id = any(${p.tickets})`,
  alerts: (p) => sql`
    update alert set why = null where ticket_id = any(${p.tickets}) or conversation_id = any(${p.conversations})`,
  holdReasons: (p) => sql`update legal_hold set reason = '' where reason <> '' and ${HELD(p)}`,
  scenes: (p) => sql`
    delete from scene where customer_id = any(${p.customers}) or used_by = any(${p.identities})`,
  windows: (p) => sql`delete from contact_window where identity_id = any(${p.identities})`,
  consents: (p) => sql`delete from wechat_consent where external_id = any(${p.externalIds})`,
  tests: (p) => sql`update wechat_test set external_id = null where external_id = any(${p.externalIds})`,
  hints: (p) => sql`delete from typing_hint where identity_id = any(${p.identities})`,
  events: (p) => sql`
    update event e set data = e.data || (
        select jsonb_object_agg(key, '') from jsonb_object_keys(e.data) key where key in ('reason', 'scene'))
     where ((subject_type = 'customer' and subject_id = any(${p.customers}))
         or (subject_type = 'ticket' and subject_id = any(${p.tickets}))
         or (subject_type = 'conversation' and subject_id = any(${p.conversations})))
       and name in ('ticket.taken_over', 'ticket.released', 'conversation.taken_over', 'conversation.released',
                    'conversation.ended', 'contact.followed', 'contact.scanned')
       and (coalesce(data ->> 'reason', '') <> '' or coalesce(data ->> 'scene', '') <> '')`,
  exports: (p) => sql`
    update person_export set state = 'gone', path = null where customer_id = any(${p.customers}) and state <> 'gone'`,
  identities: (p) => sql`
    update identity set external_id = 'erased-' || id, union_id = null where id = any(${p.identities})`,
  ledgers: (p) => sql`
    insert into contact_ledger (identity_id, reachable, unreachable_reason)
    select id, false, 'erased' from unnest(${p.identities}) id
    on conflict (identity_id) do update set reachable = false, unreachable_reason = 'erased', followed = null, heard_at = null`,
  customers: (p, now) => sql`
    update customer set name = '已删除客户 #' || id, readable_name = '#' || id, phone_cipher = null, phone_index = null,
           language = null, region = null, tier = 'standard', erased_at = coalesce(erased_at, ${now})
     where id = any(${p.customers})`,
};

/** What goes before the identities lose their names comes first, so the order is the one above. */
export function erasing(person: Person, now: Date): [what: string, statement: Sql][] {
  const ids: Ids = {
    customers: sql`${person.customers}::bigint[]`,
    identities: sql`${person.identities}::bigint[]`,
    externalIds: sql`${person.externalIds}::text[]`,
    conversations: sql`${person.conversations}::bigint[]`,
    tickets: sql`${person.tickets}::bigint[]`,
  };
  return Object.entries(STATEMENTS).map(([what, statement]) => [what, statement(ids, now)]);
}

export const pathsOf = ({ conversations, customers }: Person): Sql => sql`
  select path from stored_file f join message m on m.id = f.message_id
   where m.conversation_id = any(${conversations}::bigint[])
  union
  select playable_path from stored_file f join message m on m.id = f.message_id
   where m.conversation_id = any(${conversations}::bigint[]) and playable_path is not null
  union
  select path from person_export where customer_id = any(${customers}::bigint[]) and path is not null`;
