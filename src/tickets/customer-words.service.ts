import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { orderKey } from '../triage/index.js';
import type { InboundMessage } from './inbound-message.js';
import { Tickets } from './loading.service.js';
import { orderOf } from './named-tickets.service.js';
import { TicketOpening } from './opening.service.js';
import { Resolutions } from './resolution.service.js';
import type { Fields, Ticket } from './ticket.js';

/** Words about a ticket that was closed longer ago than this are about something new. */
const FOLLOW_UP_DAYS = 90;

/** What became of words that were meant for a ticket; `over` says that it takes none any more. */
export type Added = 'added' | 'reopened' | 'over';

@Injectable()
export class CustomerWords {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly opening: TicketOpening,
    private readonly resolutions: Resolutions,
    private readonly events: Events,
  ) {}

  /**
   * Finds the customer's ticket of this type that the words continue: an open one, else one that was solved or closed
   * lately. A ticket about another order is another piece of work. One without an order may still be about this one
   * while it is open.
   */
  async ofType(message: InboundMessage, type: string, order: string | undefined): Promise<string | null> {
    const key = order === undefined ? null : orderKey(order);
    const same = sql`coalesce(${orderOf()} = ${key}::text, false)`;
    const fits = sql`(${key}::text is null or ${same} or (${orderOf()} is null and not t.is_finished))`;
    const found = await this.database.maybe<{ id: string }>(sql`
      select t.id from ticket t
       where t.customer_id = ${message.customerId} and t.type = ${type} and ${this.isRecent()} and ${fits}
       order by ${same} desc, t.is_finished, t.id desc limit 1`);
    return found?.id ?? null;
  }

  /** Finds the ticket that changed last: free words continue what was last spoken about. */
  async latest(customerId: string): Promise<{ id: string; finished: boolean } | undefined> {
    return this.database.maybe(sql`
      select t.id, t.is_finished finished from ticket t
       where t.customer_id = ${customerId} and (not t.is_finished or t.status = 'resolved')
       order by coalesce(t.resolved_at, t.updated_at) desc, t.is_finished, t.id desc limit 1`);
  }

  /** Finds the ticket that was finished last, to which a new one may be the sequel. */
  async latestFinished(customerId: string): Promise<string | null> {
    const found = await this.database.maybe<{ id: string }>(sql`
      select t.id from ticket t
       where t.customer_id = ${customerId} and t.is_finished and ${this.isRecent()}
       order by coalesce(t.closed_at, t.resolved_at) desc, t.id desc limit 1`);
    return found?.id ?? null;
  }

  /** Adds the message to the ticket and fills in facts that it lacked. A ticket that was solved lately opens again. */
  async add(ticketId: string, message: InboundMessage, fields: Fields = {}): Promise<Added> {
    const ticket = await this.tickets.lockById(ticketId);
    const wasFinished = ticket.finished;
    if (wasFinished && !(await this.resolutions.reopenFor(ticket, message))) return 'over';
    const moved = ticket.status === 'waiting_on_customer' ? ticket.move('hear') : null;
    await this.tickets.change(ticket, {
      fields: { ...fields, ...ticket.fields },
      conversationId: message.conversationId,
      identityId: message.identityId,
      stage: moved ? 'in_progress' : ticket.stage,
    });
    await this.opening.quote(ticket, message.messageId);
    await this.record(ticket, message, moved);
    return wasFinished ? 'reopened' : 'added';
  }

  /** Thanks stand beside the ticket they belong to and change nothing about it. */
  async keep(ticketId: string, message: InboundMessage): Promise<void> {
    const ticket = await this.tickets.lockById(ticketId);
    await this.opening.quote(ticket, message.messageId);
  }

  private isRecent() {
    const since = new Date(this.clock.now().getTime() - FOLLOW_UP_DAYS * 86_400_000);
    return sql`(not t.is_finished or coalesce(t.closed_at, t.resolved_at) >= ${since})`;
  }

  private async record(
    ticket: Ticket,
    { messageId, customerId }: InboundMessage,
    moved: ReturnType<Ticket['move']> | null,
  ): Promise<void> {
    const by = { kind: 'customer', id: customerId } as const;
    await this.events.record('ticket.customer_wrote', ticket.subjectRef, { ...ticket.fact(), messageId }, by);
    if (!moved) return;
    const fact = { ...ticket.fact(), ...moved };
    await this.events.record('ticket.status_changed', ticket.subjectRef, fact, by);
  }
}
