import { Injectable } from '@nestjs/common';
import { ConversationClaim } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import { Tickets } from './loading.service.js';
import { numberOf } from './number.js';
import type { Ticket } from './ticket.js';

/** Whose a ticket is. */
@Injectable()
export class Assignment {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly conversations: ConversationClaim,
    private readonly events: Events,
  ) {}

  /** Takes a free ticket, and its conversation with it. `already_claimed` names who was first and since when. */
  async claim(member: Member, number: string): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockOwn(member, number);
      if (ticket.assigneeId === member.id) return ticket;
      if (ticket.assigneeId !== null) throw await this.taken(ticket);
      this.requireUnfinished(ticket);
      await this.take(member, ticket);
      return ticket;
    });
  }

  /** For a reply to a free ticket: whoever answers has it, if it is the department's own member. */
  async claimIfFree(member: Member, ticket: Ticket): Promise<void> {
    const own = member.isAdmin || member.departmentIds.includes(ticket.departmentId);
    if (ticket.assigneeId === null && own && !ticket.finished) await this.take(member, ticket);
  }

  /** For who was called and has it now: true when the ticket is theirs. Within the caller's transaction. */
  async answerFor(member: Member, number: string): Promise<boolean> {
    const ticket = await this.tickets.lock(member, number);
    await this.claimIfFree(member, ticket);
    return ticket.assigneeId === member.id;
  }

  /** Gives the ticket to a member of its department, whoever has it now. */
  async assign(member: Member, number: string, assigneeId: string): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockOwn(member, number);
      this.requireUnfinished(ticket);
      const fits = await this.database.maybe(sql`
        select 1 from member m join membership s on s.member_id = m.id
         where m.id = ${assigneeId} and m.state = 'active' and s.department_id = ${ticket.departmentId}`);
      if (!fits) throw Invalid.field('assignee', 'not_colleague');
      await this.tickets.change(ticket, { assigneeId, assignedAt: this.clock.now() });
      await this.events.record(
        'ticket.assigned',
        ticket.subjectRef,
        { ...ticket.fact(), assigneeId },
        member,
      );
      return ticket;
    });
  }

  async release(member: Member, number: string): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockOwn(member, number);
      if (ticket.assigneeId === null) return ticket;
      await this.tickets.change(ticket, { assigneeId: null, assignedAt: null });
      await this.events.record('ticket.released', ticket.subjectRef, ticket.fact(), member);
      return ticket;
    });
  }

  private async take(member: Member, ticket: Ticket): Promise<void> {
    const stage = ticket.stage === 'received' ? 'in_progress' : ticket.stage;
    await this.tickets.change(ticket, { assigneeId: member.id, assignedAt: this.clock.now(), stage });
    if (ticket.conversationId !== null) await this.conversations.claimIfFree(member, ticket.conversationId);
    await this.events.record(
      'ticket.claimed',
      ticket.subjectRef,
      { ...ticket.fact(), assigneeId: member.id },
      member,
    );
  }

  private requireUnfinished(ticket: Ticket): void {
    if (!ticket.finished) return;
    throw new Conflict('not_allowed_now', `${numberOf(ticket)} is ${ticket.status}.`, {
      state: ticket.status,
    });
  }

  private async taken(ticket: Ticket): Promise<Conflict> {
    const holder = await this.database.one<{ id: string; name: string }>(
      sql`select id, name from member where id = ${ticket.assigneeId}`,
    );
    const claimedAt = ticket.assignedAt;
    return new Conflict('already_claimed', `${holder.name} has this ticket.`, { holder, claimedAt });
  }
}
