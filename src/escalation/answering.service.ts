import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Assignment, numberOf, Tickets } from '../tickets/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { NotFound } from '../platform/http/index.js';
import { CallEnding } from './call-ending.service.js';

interface Called {
  ticketId: string;
  number: string;
  kind: string;
  acknowledgedAt: Date | null;
}

@Injectable()
export class Answering {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly ending: CallEnding,
    private readonly events: Events,
    private readonly assignment: Assignment,
  ) {}

  /**
   * Returns true if the member has become the owner of the ticket. A second answer has no effect. Throws
   * `NotFound`.
   */
  async acknowledge(member: Member, alertId: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const { ticketId, number, kind } = await this.called(member, alertId);
      // A step locks its ticket before it calls the next person. So that person is either visible here, or
      // finds the call answered.
      await this.tickets.lockById(ticketId);
      if ((await this.called(member, alertId)).acknowledgedAt) return false;
      await this.ending.end(ticketId, member.id);
      const data = { number: numberOf({ number }), alertId };
      await this.events.record('sla.acknowledged', { type: 'ticket', id: ticketId }, data, member);
      return kind === 'page' && (await this.assignment.answerFor(member, data.number));
    });
  }

  private async called(member: Member, alertId: string): Promise<Called> {
    const alert = await this.database.maybe<Called>(sql`
      select a.ticket_id, k.number, a.kind, a.acknowledged_at from alert a join ticket k on k.id = a.ticket_id
       where a.id = ${alertId} and a.member_id = ${member.id}`);
    if (!alert) throw new NotFound('alert_not_found');
    return alert;
  }
}
