import { FIRST_TEMPLATE, NUMBERED } from './ids.js';
import { COLUMNS, type Table } from './sheets.js';
import { GROWN } from './staging.js';

/** A template, the week of a copy (`$1`), and what the copy says instead of the template's order and number. */
const chosen = (copies: string) => `
  (select w.*, p.id template, p.order_number old_order,
          to_char((p.opened_at + w.later) at time zone 'UTC', 'YYYYMMDD')
            || lpad(((substr(p.order_number, 9)::bigint + w.ago * 104729) % 1000000)::text, 6, '0') new_order,
          'T' || ${FIRST_TEMPLATE - 1} + p.id old_number, 'T' || ${FIRST_TEMPLATE - 1} + p.id + w.number new_number
     from (${copies}) k join ${GROWN}.week w on w.ago = k.ago join ${GROWN}.template p on p.id = k.template) c`;

const IN_WEEK = `select ago, template from ${GROWN}.copy where ago = $1`;
const ofCircle = (which: 'min' | 'max') => `
  select ${which}(k.ago) ago, k.template from ${GROWN}.copy k join ${GROWN}.week w on w.ago = k.ago group by w.circle, k.template`;

/** Which copies make a row. A customer comes with the earliest ticket, and was heard last with the latest. */
const COPIES: Partial<Record<Table, string>> = {
  customer: ofCircle('max'),
  identity: ofCircle('max'),
  contact_ledger: ofCircle('min'),
  contact_window: ofCircle('min'),
};

export const OF_CIRCLES = Object.keys(COPIES) as Table[];

/** By which column the rows belong to a template. */
const OWNER: Partial<Record<Table, string>> = {
  customer: 'id',
  identity: 'id',
  conversation: 'id',
  ticket: 'id',
  message: 'conversation_id',
  event: 'subject_id',
  contact_ledger: 'identity_id',
  contact_window: 'identity_id',
};

const written = (text: string) =>
  `replace(replace(${text}, c.old_order, c.new_order), c.old_number, c.new_number)`;
const ofCustomer = (id: string, kind: string) =>
  `case ${kind} when 'customer' then ${id} + c.customer else ${id} end`;
const instant = (column: string) =>
  `to_char((x.${column} + c.later) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const OWN: Record<string, string> = {
  'identity.external_id': `'oGrown' || lpad((x.id + c.identity)::text, 22, '0')`,
  'ticket.number': 'x.number + c.number',
  'ticket.subject': written('x.subject'),
  'ticket.fields': `case when x.fields ? 'order' then x.fields || jsonb_build_object('order', c.new_order) else x.fields end`,
  'ticket.search': `
    ts_delete(x.search, array[lower(c.old_number), substr(c.old_number, 2), c.old_order])
      || array_to_tsvector(array[lower(c.new_number), substr(c.new_number, 2)])
      || case when x.fields ? 'order' then array_to_tsvector(array[c.new_order]) else '' end`,
  'message.author_id': ofCustomer('x.author_id', 'x.author_kind'),
  'message.text': written('x.text'),
  'note.text': written('x.text'),
  'note.author_id': 'x.author_id',
  'resolution.note': written('x.note'),
  'timer.replaces': 'x.replaces + c.timer',
  'event.subject_id': `case x.subject_type when 'ticket' then x.subject_id + c.ticket else x.subject_id + c.conversation end`,
  'event.actor_id': ofCustomer('x.actor_id', 'x.actor_kind'),
  'event.data': `
    format(x.form, c.new_number, c.template + c.ticket, c.template + c.conversation, c.template + c.customer,
           c.template + c.identity, x.message_id + c.message, x.delivery_id + c.delivery, x.note_id + c.note,
           x.resolution_id + c.resolution, x.timer_id + c.timer, x.replaces + c.timer,
           ${instant('told_at')}, ${instant('due_at')}, ${instant('breached_at')})::jsonb`,
  'delivery.reason_key': `
    case x.purpose when 'reply' then 'reply:grown-' || x.message_id + c.message
                   else 'notice:' || substr(x.reason_key, 8)::bigint + c.notice end`,
  'delivery.content': `${written('x.content::text')}::jsonb`,
};

export function copying(table: Table): string {
  const columns = COLUMNS[table].split(', ');
  const values = columns.map((column) => OWN[`${table}.${column}`] ?? moved(table, column));
  const from = table === 'event' ? 'told' : table;
  return `
    insert into ${table} (${COLUMNS[table]}) overriding system value select ${values.join(', ')}
      from ${chosen(COPIES[table] ?? IN_WEEK)} join ${GROWN}.${from} x on x.${OWNER[table] ?? 'ticket_id'} = c.template`;
}

function moved(table: Table, column: string): string {
  if (/(^|_)(at|since)$/.test(column)) return `x.${column} + c.later`;
  const base = column === 'id' ? table : column.replace(/_id$/, '');
  return (column === 'id' || column.endsWith('_id')) && (NUMBERED as string[]).includes(base)
    ? `x.${column} + c.${base}`
    : `x.${column}`;
}

/** What differs between the copies of an event is left open in the text of its facts. */
const OPEN: [key: string, text: string][] = [
  ['number', '%1$s'],
  ['ticketId', '%2$s'],
  ['conversationId', '%3$s'],
  ['customerId', '%4$s'],
  ['identityId', '%5$s'],
  ['messageId', '%6$s'],
  ['deliveryId', '%7$s'],
  ['noteId', '%8$s'],
  ['resolutionId', '%9$s'],
  ['timerId', '%10$s'],
  ['replaces', '%11$s'],
  ['at', '%12$s'],
  ['dueAt', '%13$s'],
  ['breachedAt', '%14$s'],
];

const opened = OPEN.map(
  ([key, text]) => `'${key}', case when data ->> '${key}' is not null then '${text}' end`,
);

export const TELL = `
  create unlogged table ${GROWN}.told as
  select id, at, name, subject_type, subject_id, actor_kind, actor_id,
         (replace(data::text, '%', '%%')::jsonb || jsonb_strip_nulls(jsonb_build_object(${opened.join(', ')})))::text form,
         (data ->> 'messageId')::bigint message_id, (data ->> 'deliveryId')::bigint delivery_id,
         (data ->> 'noteId')::bigint note_id, (data ->> 'resolutionId')::bigint resolution_id,
         (data ->> 'timerId')::bigint timer_id, (data ->> 'replaces')::bigint replaces,
         (data ->> 'at')::timestamptz told_at, (data ->> 'dueAt')::timestamptz due_at,
         (data ->> 'breachedAt')::timestamptz breached_at
    from ${GROWN}.event order by id`;
