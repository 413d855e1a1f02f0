import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Events } from '../platform/events/index.js';
import { Guests } from '../tickets/index.js';
import type { Call } from './alert-orders.service.js';

/** Keeps who was called, and lets them see the ticket, of whichever department it is. */
@Injectable()
export class Called {
  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly guests: Guests,
  ) {}

  /** In the transaction of the steps. */
  async record(calls: readonly Call[]): Promise<void> {
    const now = this.clock.now().getTime();
    await this.events.recordMany(
      calls.map(({ step: { kind, step, level, number, ticketId, dueAt }, memberIds, deliverAt }) => ({
        name: 'sla.escalated',
        subject: { type: 'ticket', id: ticketId },
        data: {
          ...{ number, kind, whom: step.whom, level, memberIds, lateMs: now - dueAt.getTime() },
          ...{ action: step.action?.do ?? null, deliverAt: deliverAt.toISOString() },
        },
      })),
    );
    await this.guests.admit(
      calls.flatMap(({ step: { ticketId }, memberIds }) =>
        memberIds.map((memberId) => ({ ticketId, memberId })),
      ),
    );
  }
}
