import { Injectable } from '@nestjs/common';
import { type Recorded, Reacts } from '../platform/events/index.js';
import { isFinished } from '../tickets/index.js';
import { Targets } from './targets.service.js';
import type { TicketTimers } from './ticket-timers.js';
import { TimerRows } from './timer-rows.js';

@Injectable()
export class CustomerTimers {
  constructor(
    private readonly rows: TimerRows,
    private readonly targets: Targets,
  ) {}

  @Reacts('ticket.opened')
  async opened({ subject, at, data }: Recorded<'ticket.opened'>): Promise<void> {
    await this.change(subject.id, async (timers) => {
      const book = await this.targets.inForce();
      if (data.waitingSince) timers.answerSince(new Date(data.waitingSince), at, book);
      timers.startTargets(at, book);
      if (data.answered) timers.open('first_response')?.meet(at);
    });
  }

  /** Only a person's answer stops a timer, and neither a bot's reply nor a receipt. */
  @Reacts('ticket.replied')
  async replied({ subject, at, data }: Recorded<'ticket.replied'>): Promise<void> {
    if (data.by !== 'member') return;
    await this.change(subject.id, (timers) => timers.answered(at));
  }

  /** The customer is told of the decision and its reason, which is a person's answer. */
  @Reacts('refund.rejected')
  async rejected({ subject, at, data }: Recorded<'refund.rejected'>): Promise<void> {
    if (data.identityId === null) return;
    await this.change(subject.id, (timers) => timers.answered(at));
  }

  @Reacts('ticket.customer_wrote')
  async customerWrote({ subject, at }: Recorded<'ticket.customer_wrote'>): Promise<void> {
    await this.change(subject.id, async (timers) => timers.heard(at, await this.targets.inForce()));
  }

  @Reacts('ticket.status_changed')
  async statusChanged({ subject, at, data }: Recorded<'ticket.status_changed'>): Promise<void> {
    if (isFinished(data.to)) return;
    await this.change(subject.id, (timers) => timers.followStatus(data.to, at));
  }

  @Reacts('ticket.priority_changed', 'ticket.reclassified')
  async retargeted({
    subject,
    at,
    name,
  }: Recorded<'ticket.priority_changed' | 'ticket.reclassified'>): Promise<void> {
    await this.change(subject.id, async (timers) => {
      const book = await this.targets.inForce();
      timers.retarget(at, book, { cause: name === 'ticket.reclassified' ? 'type' : 'priority' });
      if (!isFinished(timers.ticket.status)) timers.startTargets(at, book);
    });
  }

  @Reacts('ticket.resolved')
  async resolved({ subject, at }: Recorded<'ticket.resolved'>): Promise<void> {
    await this.change(subject.id, (timers) => timers.resolved(at));
  }

  @Reacts('ticket.reopened')
  async reopened({ subject, at }: Recorded<'ticket.reopened'>): Promise<void> {
    await this.change(subject.id, async (timers) => {
      const book = await this.targets.inForce();
      timers.oweAnswerAgain(at, book);
      timers.startTargets(at, book);
    });
  }

  @Reacts('ticket.closed')
  async closed({ subject, at }: Recorded<'ticket.closed'>): Promise<void> {
    await this.change(subject.id, (timers) => timers.closed(at));
  }

  private async change(
    ticketId: string,
    work: (timers: TicketTimers) => void | Promise<void>,
  ): Promise<void> {
    const timers = await this.rows.ofTicket(ticketId);
    await work(timers);
    await this.rows.save(timers.all);
  }
}
