import { Injectable } from '@nestjs/common';
import { type Member, requireActive } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, empty, isId, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Invalid, NotFound } from '../platform/http/index.js';
import type { HandoffFact } from './events.js';
import { Handoff } from './handoff.js';
import { HANDOFF_MOVES, type HandoffMove } from './handoff-state.js';
import { Tickets } from './loading.service.js';
import { parseNumber } from './number.js';
import type { Ticket } from './ticket.js';
import { visibleTo } from './visibility.js';
import { wordsFault, wordsOf } from './wording.js';

interface Answer {
  handoffId: string;
  number: string | undefined;
  move: HandoffMove;
  reason: string;
}

/** The giving department keeps the ticket until the offer is accepted. Then it belongs to the member who accepted. */
@Injectable()
export class Handoffs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  /** `department` is a key. A note is required, because the receiving department starts its work from it. */
  async offer(member: Member, number: string, offer: { department: string; note: string }): Promise<Handoff> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'hand_off');
      const to = await this.receiver(ticket, offer);
      const note = offer.note.trim();
      const handoff = await this.insert(member, ticket, { to, note });
      ticket.audience.push(to);
      this.tickets.hint(ticket);
      await this.record('ticket.handed_off', ticket, handoff, member);
      return handoff;
    });
  }

  /** With `number`, here and below, the offer must be of that ticket. */
  async accept(member: Member, handoffId: string, number?: string): Promise<Handoff> {
    const how = { handoffId, number, move: 'accept', reason: '' } as const;
    return this.answer(member, how, async (ticket, { toDepartmentId }) => {
      await requireActive(this.database, member);
      this.tickets.change(ticket, {
        departmentId: toDepartmentId,
        assigneeId: member.id,
        assignedAt: this.clock.now(),
        stage: 'in_department',
      });
    });
  }

  async return(member: Member, handoffId: string, reason: string, number?: string): Promise<Handoff> {
    const how = { handoffId, number, move: 'return', reason: wordsOf('reason', reason) } as const;
    return this.answer(member, how, (ticket) => this.tickets.hint(ticket));
  }

  async withdraw(member: Member, handoffId: string, number?: string): Promise<Handoff> {
    const how = { handoffId, number, move: 'withdraw', reason: '' } as const;
    return this.answer(member, how, (ticket) => this.tickets.hint(ticket));
  }

  /** Changes nothing if the same member repeats the same answer. */
  private async answer(
    member: Member,
    { handoffId, number, move, reason }: Answer,
    effect: (ticket: Ticket, handoff: Handoff) => Promise<void> | void,
  ): Promise<Handoff> {
    return this.database.transaction(async () => {
      const offered = await this.find(member, handoffId, number);
      const ticket = await this.tickets.lockById(offered.ticketId);
      const handoff = await this.find(member, handoffId);
      const { to } = HANDOFF_MOVES[move];
      if (handoff.state === to && handoff.answeredBy === member.id) return handoff;
      handoff.move(move);
      await this.tickets.require(member, move, ticket);
      await effect(ticket, handoff);
      await this.change(handoff, { answeredBy: member.id, answeredAt: this.clock.now(), answer: reason });
      await this.record(`ticket.handoff_${to}`, ticket, handoff, member);
      return handoff;
    });
  }

  private async find(member: Member, handoffId: string, number?: string): Promise<Handoff> {
    const ofTicket = number === undefined ? empty : sql`and t.number = ${parseNumber(number)}`;
    const found = await this.database.maybe<object>(sql`
      select o.id, o.ticket_id, o.from_department_id, o.to_department_id, o.state, o.answered_by, o.answered_at, o.answer
        from handoff o join ticket t on t.id = o.ticket_id
       where o.id = ${isId(handoffId) ? handoffId : null} and ${visibleTo(member)} ${ofTicket}`);
    if (!found) throw new NotFound('handoff_not_found');
    return Object.assign(new Handoff(), found);
  }

  private async change(handoff: Handoff, changes: Partial<Handoff>): Promise<void> {
    Object.assign(handoff, changes);
    const { id, state } = handoff;
    await this.database.manager.update(Handoff, { id }, { ...changes, state });
  }

  private async receiver(ticket: Ticket, offer: { department: string; note: string }): Promise<string> {
    const to = await this.database.maybe<{ id: string }>(
      sql`select id from department where key = ${offer.department}`,
    );
    const fault = to?.id === ticket.departmentId ? 'same_department' : undefined;
    Invalid.any({ department: to ? fault : 'unknown', note: wordsFault(offer.note) });
    return to!.id;
  }

  private async insert(
    member: Member,
    ticket: Ticket,
    offer: { to: string; note: string },
  ): Promise<Handoff> {
    const row = await this.database.maybe<object>(sql`
      insert into handoff (ticket_id, from_department_id, to_department_id, note, offered_by, offered_at)
      values (${ticket.id}, ${ticket.departmentId}, ${offer.to}, ${offer.note}, ${member.id}, ${this.clock.now()})
      on conflict (ticket_id) where state = 'offered' do nothing
      returning id, ticket_id, from_department_id, to_department_id, state`);
    if (!row) throw new Conflict('handoff_open');
    return Object.assign(new Handoff(), row);
  }

  private async record(name: HandoffEvent, ticket: Ticket, handoff: Handoff, member: Member): Promise<void> {
    const { id, fromDepartmentId, toDepartmentId } = handoff;
    const data: HandoffFact = { ...ticket.fact(), handoffId: id, fromDepartmentId, toDepartmentId };
    await this.events.record(name, ticket.subjectRef, data, member);
  }
}

type HandoffEvent =
  'ticket.handed_off' | 'ticket.handoff_accepted' | 'ticket.handoff_returned' | 'ticket.handoff_withdrawn';
