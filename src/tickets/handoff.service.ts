import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, isId, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Forbidden, Invalid, NotFound } from '../platform/http/index.js';
import type { HandoffFact } from './events.js';
import { Tickets } from './loading.service.js';
import { numberOf } from './number.js';
import type { Ticket } from './ticket.js';
import { visibleTo } from './visibility.js';
import { wordsOf } from './wording.js';

export type HandoffState = 'offered' | 'accepted' | 'returned' | 'withdrawn';

export interface Handoff {
  id: string;
  ticketId: string;
  number: string;
  fromDepartmentId: string;
  toDepartmentId: string;
  state: HandoffState;
}

/**
 * A ticket goes from one department to another: offered with a note, then accepted, returned with a reason, or
 * withdrawn. Until it is accepted the giver keeps it; the one who accepts has it.
 */
@Injectable()
export class Handoffs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  /** `department` is a key. A note is required: the other desk starts from it. */
  async offer(member: Member, number: string, offer: { department: string; note: string }): Promise<Handoff> {
    const note = wordsOf('note', offer.note);
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockOwn(member, number);
      if (ticket.finished)
        throw new Conflict('not_allowed_now', `${numberOf(ticket)} is ${ticket.status}.`, {
          state: ticket.status,
        });
      const to = await this.department(offer.department, ticket);
      const handoff = await this.insert(member, ticket, { to, note });
      ticket.audience.push(to);
      this.tickets.hint(ticket);
      await this.record('ticket.handed_off', ticket, handoff, member);
      return handoff;
    });
  }

  /** The ticket is now the accepting department's, and the accepting member's. */
  async accept(member: Member, handoffId: string): Promise<Handoff> {
    return this.answer(member, handoffId, 'accepted', '', async (ticket, handoff) => {
      this.requireReceiver(member, handoff);
      await this.tickets.change(ticket, {
        departmentId: handoff.toDepartmentId,
        assigneeId: member.id,
        assignedAt: this.clock.now(),
        stage: 'in_department',
      });
    });
  }

  async return(member: Member, handoffId: string, reason: string): Promise<Handoff> {
    const said = wordsOf('reason', reason);
    return this.answer(member, handoffId, 'returned', said, async (ticket, handoff) => {
      this.requireReceiver(member, handoff);
      this.tickets.hint(ticket);
    });
  }

  async withdraw(member: Member, handoffId: string): Promise<Handoff> {
    return this.answer(member, handoffId, 'withdrawn', '', async (ticket) => {
      this.tickets.requireMembership(member, ticket);
      this.tickets.hint(ticket);
    });
  }

  private async answer(
    member: Member,
    handoffId: string,
    state: Exclude<HandoffState, 'offered'>,
    reason: string,
    effect: (ticket: Ticket, handoff: Handoff) => Promise<void>,
  ): Promise<Handoff> {
    return this.database.transaction(async () => {
      const offered = await this.find(member, handoffId);
      const ticket = await this.tickets.lockById(offered.ticketId);
      const handoff = await this.find(member, handoffId);
      if (handoff.state === state && handoff.answeredBy === member.id) return handoff;
      if (handoff.state !== 'offered') {
        throw new Conflict('handoff_answered', `This handoff was ${handoff.state} already.`, {
          state: handoff.state,
        });
      }
      await effect(ticket, handoff);
      await this.database.run(sql`
        update handoff set state = ${state}, answered_by = ${member.id}, answered_at = ${this.clock.now()}, answer = ${reason}
         where id = ${handoffId}`);
      await this.record(`ticket.handoff_${state}`, ticket, handoff, member);
      return { ...handoff, state };
    });
  }

  private async find(member: Member, handoffId: string): Promise<Handoff & { answeredBy: string | null }> {
    const found = await this.database.maybe<Handoff & { answeredBy: string | null }>(sql`
      select o.id, o.ticket_id, t.number, o.from_department_id, o.to_department_id, o.state, o.answered_by
        from handoff o join ticket t on t.id = o.ticket_id
       where o.id = ${isId(handoffId) ? handoffId : null} and ${visibleTo(member)}`);
    if (!found) throw new NotFound('handoff_not_found', 'There is no such handoff.');
    return found;
  }

  private async department(key: string, ticket: Ticket): Promise<string> {
    const to = await this.database.maybe<{ id: string }>(sql`select id from department where key = ${key}`);
    if (!to) throw Invalid.field('department', 'unknown');
    if (to.id === ticket.departmentId) throw Invalid.field('department', 'same_department');
    return to.id;
  }

  private async insert(
    member: Member,
    ticket: Ticket,
    offer: { to: string; note: string },
  ): Promise<Handoff> {
    const handoff = await this.database.maybe<Handoff>(sql`
      insert into handoff (ticket_id, from_department_id, to_department_id, note, offered_by, offered_at)
      values (${ticket.id}, ${ticket.departmentId}, ${offer.to}, ${offer.note}, ${member.id}, ${this.clock.now()})
      on conflict (ticket_id) where state = 'offered' do nothing
      returning id, ticket_id, from_department_id, to_department_id, state`);
    if (!handoff)
      throw new Conflict('handoff_open', `${numberOf(ticket)} is offered to another department already.`);
    return { ...handoff, number: ticket.number };
  }

  private requireReceiver(member: Member, handoff: Handoff): void {
    if (member.isAdmin || member.departmentIds.includes(handoff.toDepartmentId)) return;
    throw new Forbidden(
      'not_your_department',
      'Only a member of the department it is offered to may answer.',
    );
  }

  private async record(name: HandoffEvent, ticket: Ticket, handoff: Handoff, member: Member): Promise<void> {
    const { id, fromDepartmentId, toDepartmentId } = handoff;
    const data: HandoffFact = { ...ticket.fact(), handoffId: id, fromDepartmentId, toDepartmentId };
    await this.events.record(name, ticket.subjectRef, data, member);
  }
}

type HandoffEvent =
  'ticket.handed_off' | 'ticket.handoff_accepted' | 'ticket.handoff_returned' | 'ticket.handoff_withdrawn';
