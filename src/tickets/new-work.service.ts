import { Injectable } from '@nestjs/common';
import { type Reading } from '../triage/index.js';
import { Database, sql } from '../platform/database/index.js';
import { CustomerWords } from './customer-words.service.js';
import type { InboundMessage } from './inbound-message.js';
import type { Priority } from './lifecycle.js';
import { TicketOpening } from './opening.service.js';
import type { Fields } from './ticket.js';

const SUBJECT_LENGTH = 80;

const OPENED_AGAIN = { 'zh-CN': '结束之后客户又来说', en: 'the customer wrote again after it was closed' };

/** Makes tickets of what a customer wrote, or adds it to the tickets that it continues. */
@Injectable()
export class NewWork {
  constructor(
    private readonly database: Database,
    private readonly opening: TicketOpening,
    private readonly words: CustomerWords,
  ) {}

  /**
   * Each order that the text names is a piece of work of its own. Returns the open ticket to which everything was
   * added, or null if a ticket was opened or reopened, which the customer is told anyway.
   */
  async take(message: InboundMessage, reading: Reading): Promise<string | null> {
    const customerName = await this.lockCustomer(message.customerId);
    const joined = [];
    for (const fields of piecesOf(reading))
      joined.push(await this.piece(message, reading, { fields, customerName }));
    return joined.every((ticketId) => ticketId !== null) ? (joined[0] ?? null) : null;
  }

  /** Opens a ticket of the same type as the closed one, and links them. */
  async follow(message: InboundMessage, closedId: string, { facts }: Reading): Promise<void> {
    const customerName = await this.lockCustomer(message.customerId);
    const first = await this.database.one<{ type: string; department: string; fields: Fields }>(sql`
      select t.type, d.key department, t.fields from ticket t join department d on d.id = t.department_id
       where t.id = ${closedId}`);
    const { order } = first.fields;
    const fields = { ...(order !== undefined && { order }), ...facts };
    const subject = subjectOf(message.text);
    const opening = { ...message, customerName, subject, type: first.type, fields, reason: OPENED_AGAIN };
    await this.opening.open({ ...opening, followsId: closedId }, byCustomer(message));
  }

  private async piece(
    message: InboundMessage,
    { work }: Reading,
    { fields, customerName }: { fields: Fields; customerName: string },
  ): Promise<string | null> {
    const { type, department, reason, rule, priority } = work!;
    const earlier = await this.words.ofType(message, type, fields.order);
    const added = earlier === null ? 'over' : await this.words.add(earlier, message, fields);
    if (added !== 'over') return added === 'added' ? earlier : null;
    const subject = subjectOf(message.text);
    const opening = { ...message, customerName, subject, type, department, fields, reason, rule };
    const more = { priority: priority as Priority | null, followsId: earlier };
    await this.opening.open({ ...opening, ...more }, byCustomer(message));
    return null;
  }

  /** The customer's row is locked first, so that two simultaneous messages do not open two tickets of the same type. */
  private async lockCustomer(customerId: string): Promise<string> {
    const { name } = await this.database.one<{ name: string }>(
      sql`select name from customer where id = ${customerId} for update`,
    );
    return name;
  }
}

function piecesOf({ orders, facts }: Reading): Fields[] {
  return orders.length > 1 ? orders.map((one) => ({ ...one.facts })) : [{ ...facts }];
}

function byCustomer({ customerId }: InboundMessage) {
  return { kind: 'customer', id: customerId } as const;
}

export function subjectOf(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  const characters = [...line];
  return characters.length > SUBJECT_LENGTH ? `${characters.slice(0, SUBJECT_LENGTH - 1).join('')}…` : line;
}
