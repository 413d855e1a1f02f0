import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { Assignment, Classification, Pausing, type Ticket, TicketCreation } from '../../tickets/index.js';
import { Database } from '../../platform/database/index.js';
import type { ChangeTicket, CreateTicket } from './ticket.requests.js';

/** One request may ask for several acts. Either all of them happen or none. */
@Injectable()
export class TicketDesk {
  constructor(
    private readonly database: Database,
    private readonly creation: TicketCreation,
    private readonly classification: Classification,
    private readonly assignment: Assignment,
    private readonly pausing: Pausing,
  ) {}

  open(member: Member, { customer, conversation, ...rest }: CreateTicket): Promise<Ticket> {
    return this.creation.create(member, { ...rest, customerId: customer, conversationId: conversation });
  }

  /** Does nothing about what is already as requested. */
  async change(
    member: Member,
    number: string,
    { status, assignee, ...correction }: ChangeTicket,
  ): Promise<void> {
    await this.database.transaction(async () => {
      const ticket = await this.classification.correct(member, number, correction);
      if (status !== undefined && status !== ticket.status) await this.move(member, number, status);
      if (assignee !== undefined && assignee !== ticket.assigneeId) await this.give(member, number, assignee);
    });
  }

  private async move(member: Member, number: string, status: 'open' | 'waiting_on_customer'): Promise<void> {
    if (status === 'open') await this.pausing.resume(member, number);
    else await this.pausing.waitForCustomer(member, number);
  }

  private async give(member: Member, number: string, assignee: string | null): Promise<void> {
    if (assignee === null) await this.assignment.release(member, number);
    else await this.assignment.assign(member, number, assignee);
  }
}
