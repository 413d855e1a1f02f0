import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import type { Heard } from './intake.service.js';
import { Tickets } from './loading.service.js';
import { TicketOpening } from './opening.service.js';
import type { Fields, Ticket } from './ticket.js';

/** What a customer adds to a ticket that is open already. */
@Injectable()
export class CustomerWords {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly opening: TicketOpening,
    private readonly events: Events,
  ) {}

  /** To the customer's open ticket of that type; false where there is none. Facts it lacked are filled in. */
  async addToOpen(heard: Heard, type: string, fields: Fields): Promise<boolean> {
    const open = await this.database.maybe<{ id: string }>(sql`
      select id from ticket where customer_id = ${heard.customerId} and type = ${type} and status not in ('resolved', 'closed')
       order by id desc limit 1`);
    return open ? this.add(open.id, heard, fields) : false;
  }

  /** A message that says nothing new belongs to the ticket last touched, if the customer has an open one. */
  async addToLatest(heard: Heard): Promise<void> {
    const open = await this.database.maybe<{ id: string }>(sql`
      select id from ticket where customer_id = ${heard.customerId} and status not in ('resolved', 'closed')
       order by updated_at desc limit 1`);
    if (open) await this.add(open.id, heard, {});
  }

  /** False where somebody finished it before it was locked. */
  private async add(ticketId: string, heard: Heard, fields: Fields): Promise<boolean> {
    const ticket = await this.tickets.lockById(ticketId);
    if (ticket.finished) return false;
    const by = { kind: 'customer', id: heard.customerId } as const;
    const moved = ticket.status === 'waiting_on_customer' ? ticket.move('hear') : null;
    await this.tickets.change(ticket, {
      fields: { ...fields, ...ticket.fields },
      conversationId: heard.conversationId,
      identityId: heard.identityId,
      stage: moved ? 'in_progress' : ticket.stage,
    });
    await this.opening.quote(ticket, heard.messageId);
    await this.record(ticket, heard, by);
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
    { messageId }: Heard,
    by: { kind: 'customer'; id: string },
  ): Promise<void> {
    await this.events.record('ticket.customer_wrote', ticket.subjectRef, { ...ticket.fact(), messageId }, by);
  }
}
