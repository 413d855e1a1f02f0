import { Injectable } from '@nestjs/common';
import { EscalationHistory } from '../../../escalation/index.js';
import { TicketQueries } from '../../queries/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

@Injectable()
export class TicketEscalations {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly history: EscalationHistory,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, number: string): Promise<string> {
    const ticket = await this.tickets.one(readerOf(request), number);
    const rungs = await this.history.ofTicket(ticket.id);
    const next = await this.history.next(ticket.id);
    return this.workbench.render(request, 'console/ticket-escalations', {
      ticket,
      taken: rungs.filter(({ state }) => state !== 'waiting'),
      owed: rungs.filter(({ state }) => state === 'waiting').reverse(),
      next: next.slice(0, 1),
    });
  }
}
