import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events, SYSTEM } from '../platform/events/index.js';
import { allowed } from './lifecycle.js';
import { Tickets } from './loading.service.js';
import { Pausing } from './pausing.service.js';
import { tellsTheEnd } from './stage.js';
import type { Ticket } from './ticket.js';
import { wordsOf } from './wording.js';

/** A resolved ticket may be reopened for a week, and then it is closed. */
const REOPENABLE_DAYS = 7;

@Injectable()
export class Resolutions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly pausing: Pausing,
    private readonly events: Events,
  ) {}

  async resolve(member: Member, number: string, note: string): Promise<Ticket> {
    const done = wordsOf('note', note);
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'resolve');
      await this.pausing.endHold(ticket, member);
      ticket.move('resolve');
      await this.write(ticket, done, member);
      return ticket;
    });
  }

  /** The record of the first resolution is kept. */
  async reopen(member: Member, number: string, reason: string): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'reopen');
      ticket.move('reopen');
      const { id } = await this.database.one<{ id: string }>(sql`
        update resolution set reopened_by = ${member.id}, reopened_at = ${this.clock.now()}, reopen_reason = ${reason.trim()}
         where ticket_id = ${ticket.id} and reopened_at is null returning id`);
      await this.tickets.change(ticket, { stage: 'in_progress', resolvedAt: null });
      await this.events.record(
        'ticket.reopened',
        ticket.subjectRef,
        { ...ticket.fact(), resolutionId: id },
        member,
      );
      return ticket;
    });
  }

  /**
   * Serves a module whose own act finishes the work, such as a payment: the ticket is resolved and closed at once. The
   * module must first set a stage that tells how the work ended. Otherwise a second notice would go out, so the act is
   * refused.
   */
  async settle(ticket: Ticket, note: string, by: Member): Promise<void> {
    await this.tickets.require(by, 'settle', ticket);
    if (!tellsTheEnd(ticket.stage)) throw new Error(`${ticket.stage} does not tell how the ticket ended`);
    const wasResolved = ticket.status === 'resolved';
    await this.pausing.endHold(ticket, by);
    ticket.move('settle');
    if (!wasResolved) await this.write(ticket, note, by);
    await this.markClosed(ticket, by);
  }

  async closeDue(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - REOPENABLE_DAYS * 86_400_000);
    const due = await this.database.rows<{ id: string }>(sql`
      select id from ticket where status = 'resolved' and resolved_at <= ${before} order by resolved_at limit 100`);
    for (const { id } of due) {
      await this.database.transaction(async () => {
        const ticket = await this.tickets.lockById(id);
        if (!allowed('close', ticket.status) || ticket.resolvedAt! > before) return;
        ticket.move('close');
        await this.markClosed(ticket, SYSTEM);
      });
    }
    return due.length;
  }

  async nextClosing(): Promise<Date | null> {
    const { oldest } = await this.database.one<{ oldest: Date | null }>(
      sql`select min(resolved_at) as oldest from ticket where status = 'resolved'`,
    );
    return oldest && new Date(oldest.getTime() + REOPENABLE_DAYS * 86_400_000);
  }

  private async write(ticket: Ticket, note: string, by: Actor): Promise<void> {
    const now = this.clock.now();
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into resolution (ticket_id, note, resolved_by, resolved_at)
      values (${ticket.id}, ${note}, ${by.kind === 'member' ? by.id : null}, ${now}) returning id`);
    const stage = tellsTheEnd(ticket.stage) ? ticket.stage : 'resolved';
    await this.tickets.change(ticket, { resolvedAt: now, stage });
    await this.events.record(
      'ticket.resolved',
      ticket.subjectRef,
      { ...ticket.fact(), resolutionId: id },
      by,
    );
  }

  private async markClosed(ticket: Ticket, by: Actor): Promise<void> {
    const stage = tellsTheEnd(ticket.stage) ? ticket.stage : 'closed';
    await this.tickets.change(ticket, { closedAt: this.clock.now(), stage });
    await this.events.record('ticket.closed', ticket.subjectRef, ticket.fact(), by);
  }
}
