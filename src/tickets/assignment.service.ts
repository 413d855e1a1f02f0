import { Injectable } from '@nestjs/common';
import { ConversationClaim, reasonOf, type Taking } from '../conversations/index.js';
import { type Member, requireActive } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Invalid } from '../platform/http/index.js';
import { Tickets } from './loading.service.js';
import { mayDo } from './may.js';
import type { Ticket } from './ticket.js';

@Injectable()
export class Assignment {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly conversations: ConversationClaim,
    private readonly events: Events,
  ) {}

  /**
   * Takes the ticket, and its conversation if that is free. `already_claimed` tells who holds the ticket and since
   * when.
   */
  async claim(member: Member, number: string, { takeOver, reason }: Taking = {}): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lock(member, number);
      if (ticket.assigneeId === member.id) return ticket;
      const from = takeOver ? ticket.assigneeId : null;
      await this.tickets.require(member, from === null ? 'claim' : 'take_over', ticket);
      if (from === null) await this.take(member, ticket);
      else await this.takeOver(member, ticket, { from, reason: reasonOf(reason) });
      return ticket;
    });
  }

  async claimIfFree(member: Member, ticket: Ticket): Promise<void> {
    if (mayDo(member, 'claim', ticket) === null) await this.take(member, ticket);
  }

  /**
   * Serves a member who acknowledged an alert. It claims the ticket if it is free, and returns whether the member holds
   * it. It runs in the caller's transaction.
   */
  async answerFor(member: Member, number: string): Promise<boolean> {
    const ticket = await this.tickets.lock(member, number);
    await this.claimIfFree(member, ticket);
    return ticket.assigneeId === member.id;
  }

  /** Who holds the ticket already is not told again. Only the lead may give away what a colleague holds. */
  async assign(member: Member, number: string, assigneeId: string): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'assign');
      await this.requireFitting(ticket, assigneeId);
      const takenFrom = ticket.assigneeId;
      if (takenFrom === assigneeId) return ticket;
      this.tickets.change(ticket, { assigneeId, assignedAt: this.clock.now() });
      const data = { ...ticket.fact(), assigneeId, takenFrom };
      await this.events.record('ticket.assigned', ticket.subjectRef, data, member);
      return ticket;
    });
  }

  async release(member: Member, number: string, reason?: string): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lock(member, number);
      const takenFrom = ticket.assigneeId;
      await this.tickets.require(member, takenFrom === null ? 'assign' : 'release', ticket);
      if (takenFrom === null) return ticket;
      this.tickets.change(ticket, { assigneeId: null, assignedAt: null });
      const data = { ...ticket.fact(), takenFrom, reason: reasonOf(reason) };
      await this.events.record('ticket.released', ticket.subjectRef, data, member);
      return ticket;
    });
  }

  private async take(member: Member, ticket: Ticket): Promise<void> {
    await this.makeHolder(member, ticket);
    const data = { ...ticket.fact(), assigneeId: member.id };
    await this.events.record('ticket.claimed', ticket.subjectRef, data, member);
  }

  private async takeOver(
    member: Member,
    ticket: Ticket,
    { from, reason }: { from: string; reason: string | null },
  ): Promise<void> {
    await this.makeHolder(member, ticket);
    const data = { ...ticket.fact(), assigneeId: member.id, takenFrom: from, reason };
    await this.events.record('ticket.taken_over', ticket.subjectRef, data, member);
  }

  private async makeHolder(member: Member, ticket: Ticket): Promise<void> {
    await requireActive(this.database, member);
    const stage = ticket.stage === 'received' ? 'in_progress' : ticket.stage;
    this.tickets.change(ticket, { assigneeId: member.id, assignedAt: this.clock.now(), stage });
    if (ticket.conversationId !== null) await this.conversations.claimIfFree(member, ticket.conversationId);
  }

  private async requireFitting(ticket: Ticket, assigneeId: string): Promise<void> {
    const fits = await this.database.maybe(sql`
      select 1 from member m join membership s on s.member_id = m.id
       where m.id = ${assigneeId} and m.state = 'active' and s.department_id = ${ticket.departmentId}
         for share`);
    if (!fits) throw Invalid.field('assignee', 'not_colleague');
  }
}
