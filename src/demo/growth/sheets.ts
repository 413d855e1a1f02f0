import { TIMER_COLUMNS } from '../../sla/index.js';

/** These tables are filled, in this order. What another one names stands before it. */
export const COLUMNS = {
  customer: 'id, name, tier, language, region, created_at, readable_name',
  identity: 'id, customer_id, account_id, external_id, created_at',
  conversation:
    'id, identity_id, customer_id, account_id, department_id, state, assignee_id, claimed_at, started_at, last_message_at, unanswered_since, ended_at, version',
  ticket:
    'id, number, subject, type, priority, status, stage, department_id, assignee_id, assigned_at, customer_id, identity_id, conversation_id, fields, reason, rule_key, rule_version, search, opened_at, updated_at, resolved_at, closed_at, version',
  message:
    'id, conversation_id, direction, author_kind, author_id, author_name, kind, text, sent_at, created_at',
  ticket_message: 'ticket_id, message_id',
  note: 'id, ticket_id, author_id, text, created_at',
  resolution: 'id, ticket_id, note, resolved_by, resolved_at',
  timer: TIMER_COLUMNS.join(', '),
  event: 'id, at, name, subject_type, subject_id, actor_kind, actor_id, data',
  notice: 'id, event_id, purpose, ticket_id, identity_id, language, created_at',
  delivery:
    'id, reason_key, identity_id, account_id, conversation_id, message_id, ticket_id, purpose, content, state, route, takes_last, attempts, claimed_at, created_at, sent_at, settled_at, lapses_after, lapses_at',
  contact_ledger: 'identity_id, reachable, followed, heard_at',
  contact_window: 'identity_id, source, opened_at, closes_at, allowance, used, watch_at',
} as const;

export type Table = keyof typeof COLUMNS;

const PROPERTIES = Object.fromEntries(
  Object.entries(COLUMNS).map(([table, columns]) => [table, columns.split(', ').map(camelCased)]),
) as Record<Table, string[]>;

export const TABLES = Object.keys(COLUMNS) as Table[];

/** `schema` ends with a dot unless it is empty. */
export function copyInto(table: Table, schema: string): string {
  return `copy ${schema}${table} (${COLUMNS[table]}) from stdin`;
}

/** Rows of several tables in the text form that COPY reads. */
export class Sheets {
  private readonly texts = new Map<Table, Text>();

  /** The properties are named as the columns are. What is left out is null. */
  add(table: Table, row: object): void {
    let line = '';
    for (const property of PROPERTIES[table]) {
      line += `${line === '' ? '' : '\t'}${cell((row as Record<string, unknown>)[property])}`;
    }
    this.text(table).append(`${line}\n`);
  }

  of(table: Table): Buffer {
    return this.texts.get(table)?.bytes ?? Buffer.alloc(0);
  }

  private text(table: Table): Text {
    let text = this.texts.get(table);
    if (!text) this.texts.set(table, (text = new Text()));
    return text;
  }
}

const FIRST_BYTES = 64 * 1024;
/** A character takes three bytes at most, or four as two halves. */
const BYTES_EACH = 3;

/** Bytes and not strings, because the garbage collector would carry millions of those about. */
class Text {
  private buffer = Buffer.allocUnsafe(FIRST_BYTES);
  private length = 0;

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  append(line: string): void {
    const needed = this.length + line.length * BYTES_EACH;
    if (needed > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    this.length += this.buffer.write(line, this.length);
  }
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function cell(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return escaped(`{${value.map((one) => `"${String(one)}"`).join(',')}}`);
  if (typeof value === 'object') return escaped(JSON.stringify(value));
  return `${value as number | boolean}`;
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign]!) : text;
}

function camelCased(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
