import { Body, Get, Param, Post } from '@nestjs/common';
import { EscalationHistory, Escalations } from '../../escalation/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember } from '../auth/index.js';
import { TicketQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { escalation, EscalationList, EscalationShape } from './shapes/escalation.shape.js';
import { ReadingLanguage } from './language.js';
import { AskForEscalation } from './work.requests.js';

@Api('tickets/:number/escalations', 'escalations')
export class TicketEscalationsController {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly history: EscalationHistory,
    private readonly escalations: Escalations,
  ) {}

  @Get()
  @Reads('Who was called, when, and who answered: the newest fifty', EscalationList)
  async list(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @ReadingLanguage() language: string,
  ) {
    const { id } = await this.tickets.one(member, number);
    const rungs = await this.history.ofTicket(id);
    return { data: rungs.map((rung) => escalation(rung, language)), next: null };
  }

  @Post()
  @Writes('Ask for somebody above; 409 `escalation_open` while an earlier one waits', EscalationShape, 201)
  async ask(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() { why }: AskForEscalation,
    @ReadingLanguage() language: string,
  ) {
    const id = await this.escalations.ask(member, number, why);
    const ticket = await this.tickets.one(member, number);
    const rung = (await this.history.ofTicket(ticket.id)).find((one) => one.id === id)!;
    return escalation(rung, language);
  }
}
