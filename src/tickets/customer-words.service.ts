import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Finding } from './finding.service.js';
import type { InboundMessage } from './inbound-message.js';
import { Tickets } from './loading.service.js';
import { TicketOpening } from './opening.service.js';
import type { Fields, Ticket } from './ticket.js';

@Injectable()
export class CustomerWords {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly opening: TicketOpening,
    private readonly finding: Finding,
    private readonly events: Events,
  ) {}

  /**
   * Adds the message to the customer's open ticket of that type and fills in facts that the ticket lacked. Returns
   * false if there is no such ticket.
   */
  async addToOpen(message: InboundMessage, type: string, fields: Fields): Promise<boolean> {
    const open = await this.database.maybe<{ id: string }>(sql`
      select id from ticket where customer_id = ${message.customerId} and type = ${type} and not is_finished
       order by id desc limit 1`);
    return open ? this.add(open.id, message, fields) : false;
  }

  async addToLatest(message: InboundMessage): Promise<void> {
    const open = await this.database.maybe<{ id: string }>(sql`
      select id from ticket where customer_id = ${message.customerId} and not is_finished
       order by updated_at desc limit 1`);
    if (open) await this.add(open.id, message, {});
  }

  /** Returns false if somebody finished the ticket before it was locked. */
  private async add(ticketId: string, message: InboundMessage, fields: Fields): Promise<boolean> {
    const ticket = await this.tickets.lockById(ticketId);
    if (ticket.finished) return false;
    const by = { kind: 'customer', id: message.customerId } as const;
    const moved = ticket.status === 'waiting_on_customer' ? ticket.move('hear') : null;
    const isNew = Object.keys(fields).some((field) => ticket.fields[field] === undefined);
    await this.tickets.change(ticket, {
      fields: { ...fields, ...ticket.fields },
      conversationId: message.conversationId,
      identityId: message.identityId,
      stage: moved ? 'in_progress' : ticket.stage,
    });
    if (isNew) await this.finding.follow(ticket.id);
    await this.opening.quote(ticket, message.messageId);
    await this.record(ticket, message, by);
    if (moved)
      await this.events.record(
        'ticket.status_changed',
        ticket.subjectRef,
        { ...ticket.fact(), ...moved },
        by,
      );
    return true;
  }

  private async record(
    ticket: Ticket,
    { messageId }: InboundMessage,
    by: { kind: 'customer'; id: string },
  ): Promise<void> {
    await this.events.record('ticket.customer_wrote', ticket.subjectRef, { ...ticket.fact(), messageId }, by);
  }
}
