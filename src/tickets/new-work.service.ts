import { Injectable } from '@nestjs/common';
import type { OrderNamed, Reading } from '../triage/index.js';
import { Database, sql } from '../platform/database/index.js';
import { masked } from '../platform/reading/index.js';
import { lockCustomer } from './customer-lock.js';
import { type Added, CustomerWords } from './customer-words.service.js';
import type { InboundMessage } from './inbound-message.js';
import type { Priority } from './lifecycle.js';
import { NamedTickets } from './named-tickets.service.js';
import { TicketOpening } from './opening.service.js';
import { Raising } from './raising.service.js';
import type { Work } from './said-lately.service.js';
import type { Fields } from './ticket.js';

const SUBJECT_LENGTH = 80;

const OPENED_AGAIN = { 'zh-CN': '结束之后客户又来说', en: 'the customer wrote again after it was closed' };

/** A work about one order, or about none. */
interface Piece {
  work: Work;
  fields: Fields;
}

/** Makes tickets of what a customer said, or adds it to the tickets that it continues, which it may raise. */
@Injectable()
export class NewWork {
  constructor(
    private readonly database: Database,
    private readonly named: NamedTickets,
    private readonly words: CustomerWords,
    private readonly opening: TicketOpening,
    private readonly raising: Raising,
  ) {}

  /**
   * Each order that the text names is a piece of work of its own. Returns the open ticket to which everything was
   * added, or null if a ticket was opened or reopened, which the customer is told anyway.
   */
  async take(message: InboundMessage, works: Work[], orders: OrderNamed[]): Promise<string | null> {
    const customerName = await lockCustomer(this.database, message.customerId);
    const joined = [];
    for (const piece of works.flatMap((work) => piecesOf(work, orders)))
      joined.push(await this.piece(message, customerName, piece));
    return joined.every((ticketId) => ticketId !== null) ? (joined[0] ?? null) : null;
  }

  async add(ticketId: string, message: InboundMessage, { work, fields }: Piece): Promise<Added> {
    const added = await this.words.add(ticketId, message, fields);
    if (added !== 'over') await this.raising.raise(ticketId, work);
    return added;
  }

  /** Opens a ticket of the same type as the closed one, and links them. */
  async follow(message: InboundMessage, closedId: string, { facts }: Reading): Promise<void> {
    const customerName = await lockCustomer(this.database, message.customerId);
    const first = await this.database.one<{ type: string; department: string; fields: Fields }>(sql`
      select t.type, d.key department, t.fields from ticket t join department d on d.id = t.department_id
       where t.id = ${closedId}`);
    const { order } = first.fields;
    const fields = { ...(order !== undefined && { order }), ...facts };
    const subject = subjectOf(message.text);
    const opening = { ...message, customerName, subject, type: first.type, fields, reason: OPENED_AGAIN };
    await this.opening.open({ ...opening, followsId: closedId }, byCustomer(message));
  }

  private async piece(message: InboundMessage, customerName: string, piece: Piece): Promise<string | null> {
    const { work, fields } = piece;
    const earlier = await this.named.ofType(message.customerId, work.type, fields.order);
    const added = earlier === null ? 'over' : await this.add(earlier, message, piece);
    if (added !== 'over') return added === 'reopened' ? null : earlier;
    const { department, rule, priority } = work.verdict;
    const subject = subjectOf(message.text);
    const opening = { ...message, customerName, subject, type: work.type, department, fields, rule };
    const more = { priority: priority as Priority | null, reason: this.raising.reasonOf(work) };
    const ticket = await this.opening.open({ ...opening, ...more, followsId: earlier }, byCustomer(message));
    const earlierSaid = work.from
      .flatMap(({ messageId }) => messageId ?? [])
      .filter((id) => id !== message.messageId);
    if (earlierSaid.length > 0) this.opening.quote(ticket, ...earlierSaid);
    return null;
  }
}

function piecesOf(work: Work, orders: OrderNamed[]): Piece[] {
  if (orders.length < 2) return [{ work, fields: { ...work.facts } }];
  return orders.map(({ facts }) => ({ work, fields: { ...facts } }));
}

function byCustomer({ customerId }: InboundMessage) {
  return { kind: 'customer', id: customerId } as const;
}

/** Lists and notices show subjects, so no personal number stands there. */
export function subjectOf(text: string): string {
  const line = masked(text.trim()).split('\n')[0] ?? '';
  const characters = [...line];
  return characters.length > SUBJECT_LENGTH ? `${characters.slice(0, SUBJECT_LENGTH - 1).join('')}…` : line;
}
