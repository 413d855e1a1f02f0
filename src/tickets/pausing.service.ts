import { Injectable } from '@nestjs/common';
import type { Seen } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events, SYSTEM } from '../platform/events/index.js';
import { type FieldFault, Invalid } from '../platform/http/index.js';
import type { Move } from './lifecycle.js';
import { Tickets } from './loading.service.js';
import type { Stage } from './stage.js';
import type { Ticket } from './ticket.js';
import { wordsFault } from './wording.js';

@Injectable()
export class Pausing {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  /** Throws `words_unseen` if the customer has written since `seen` and so has answered already. */
  async waitForCustomer(member: Member, number: string, seen: Seen = {}): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'wait', seen);
      await this.endHold(ticket, member);
      await this.moved(ticket, 'wait', 'waiting_for_you', member);
      return ticket;
    });
  }

  /** The hold ends by itself at `until`. Without `until`, somebody has to end it. */
  async hold(member: Member, number: string, hold: { reason: string; until?: Date | null }): Promise<Ticket> {
    Invalid.any({ reason: wordsFault(hold.reason), until: this.untilFault(hold.until) });
    const reason = hold.reason.trim();
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'hold');
      await this.moved(ticket, 'hold', 'on_hold', member);
      const { id } = await this.database.one<{ id: string }>(sql`
        insert into hold (ticket_id, reason, until, held_by, held_at)
        values (${ticket.id}, ${reason}, ${hold.until ?? null}, ${member.id}, ${this.clock.now()}) returning id`);
      await this.events.record('ticket.held', ticket.subjectRef, { ...ticket.fact(), holdId: id }, member);
      return ticket;
    });
  }

  async resume(member: Member, number: string): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'resume');
      await this.resumeTicket(ticket, member);
      return ticket;
    });
  }

  async resumeDue(): Promise<number> {
    const due = await this.database.rows<{ id: string; ticketId: string }>(sql`
      select id, ticket_id from hold where ended_at is null and until <= ${this.clock.now()} order by until limit 100`);
    for (const { id, ticketId } of due) {
      await this.database.transaction(async () => {
        const ticket = await this.tickets.lockById(ticketId);
        if (await this.holdIsOpen(id)) await this.resumeTicket(ticket, SYSTEM);
      });
    }
    return due.length;
  }

  async nextResuming(): Promise<Date | null> {
    const { at } = await this.database.one<{ at: Date | null }>(
      sql`select min(until) as at from hold where ended_at is null and until is not null`,
    );
    return at;
  }

  /** Ends an open hold but does not move the ticket, because the caller moves it elsewhere. */
  async endHold(ticket: Ticket, by: Actor): Promise<void> {
    if (ticket.status !== 'on_hold') return;
    await this.database.run(sql`
      update hold set ended_at = ${this.clock.now()}, ended_by = ${by.kind === 'member' ? by.id : null}
       where ticket_id = ${ticket.id} and ended_at is null`);
  }

  /** Somebody may have ended this hold, and even begun another, before the ticket was locked. */
  private untilFault(until: Date | null | undefined): FieldFault | undefined {
    if (!until) return undefined;
    if (Number.isNaN(until.getTime())) return 'bad_moment';
    return until <= this.clock.now() ? 'not_future' : undefined;
  }

  private async holdIsOpen(holdId: string): Promise<boolean> {
    const open = await this.database.maybe(sql`select 1 from hold where id = ${holdId} and ended_at is null`);
    return open !== undefined;
  }

  private async resumeTicket(ticket: Ticket, by: Actor): Promise<void> {
    await this.endHold(ticket, by);
    await this.moved(ticket, 'resume', 'in_progress', by);
  }

  private async moved(ticket: Ticket, act: Move, stage: Stage, by: Actor): Promise<void> {
    const { from, to } = ticket.move(act);
    this.tickets.change(ticket, { stage });
    await this.events.record('ticket.status_changed', ticket.subjectRef, { ...ticket.fact(), from, to }, by);
  }
}
