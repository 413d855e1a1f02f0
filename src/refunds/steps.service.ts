import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Resolutions, type Stage, Stages, type Ticket, Tickets } from '../tickets/index.js';
import { Events } from '../platform/events/index.js';
import type { Refund } from './refund.js';

const STAGES = {
  'refund.requested': 'refund_requested',
  'refund.changed': 'refund_requested',
  'refund.approved': 'refund_approved',
  'refund.rejected': 'refund_rejected',
  'refund.withdrawn': 'in_progress',
} as const satisfies Record<string, Stage>;

@Injectable()
export class RefundSteps {
  constructor(
    private readonly events: Events,
    private readonly stages: Stages,
    private readonly tickets: Tickets,
    private readonly resolutions: Resolutions,
  ) {}

  async took(step: keyof typeof STAGES, ticket: Ticket, refund: Refund, by: Member): Promise<void> {
    await this.stages.reach(ticket, STAGES[step]);
    this.tickets.hint(ticket);
    await this.events.record(step, ticket.subjectRef, refund.fact(ticket), by);
  }

  /** The notice of the payment also tells that the ticket is closed, so the closing sends no second one. */
  async paid(ticket: Ticket, refund: Refund, voucher: string, by: Member): Promise<void> {
    await this.stages.reach(ticket, 'refunded');
    await this.events.record('refund.paid', ticket.subjectRef, { ...refund.fact(ticket), voucher }, by);
    const note = `${refund.currency} ${refund.amount} · ${refund.order} · ${voucher}`;
    await this.resolutions.settle(ticket, note, by);
  }
}
