import { Injectable } from '@nestjs/common';
import { NotFound } from '../../platform/http/index.js';
import { Explanations } from '../../sla/index.js';
import { TicketQueries } from '../queries/index.js';
import { type MemberRequest, readerOf, Workbench } from './workbench.service.js';

/** Why this deadline? */
@Injectable()
export class PromisePage {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly explanations: Explanations,
    private readonly workbench: Workbench,
  ) {}

  async draw(request: MemberRequest, number: string, timerId: string): Promise<string> {
    const ticket = await this.tickets.one(readerOf(request), number);
    const timer = ticket.timers.find(({ id }) => id === timerId);
    if (!timer) throw new NotFound('timer_not_found', 'There is no such promise.');
    const { stretches, ...why } = await this.explanations.explain(timer.id);
    return this.workbench.render(request, 'console/promise', {
      ticket,
      timer,
      why,
      stretches: stretches.map((stretch) => ({ ...stretch, seconds: secondsOf(stretch) })),
    });
  }
}

function secondsOf({ from, to }: { from: Date; to: Date | null }): number | null {
  return to && Math.round((to.getTime() - from.getTime()) / 1000);
}
