import { Injectable } from '@nestjs/common';
import { reasonOf, type Seen } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events, SYSTEM } from '../platform/events/index.js';
import { allowed } from './lifecycle.js';
import { Tickets } from './loading.service.js';
import { Pausing } from './pausing.service.js';
import { tellsTheEnd } from './stage.js';
import type { Ticket } from './ticket.js';
import { TicketTypes } from './types.service.js';
import { wordsOf } from './wording.js';

/** A resolved ticket is closed when its type no longer lets words of the customer open it again. */
const CLOSES_AT = sql`t.resolved_at + make_interval(hours => 24 * y.reopen_days)`;
const RESOLVED = sql`ticket t join ticket_type y on y.key = t.type where t.status = 'resolved'`;
const DAY_MS = 86_400_000;

@Injectable()
export class Resolutions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly pausing: Pausing,
    private readonly types: TicketTypes,
    private readonly events: Events,
  ) {}

  /** Throws `words_unseen` if the customer has written since `seen`. */
  async resolve(member: Member, number: string, note: string, seen: Seen = {}): Promise<Ticket> {
    const done = wordsOf('note', note);
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'resolve', seen);
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
      await this.openAgain(ticket, member, { reason: reasonOf(reason) ?? '' });
      return ticket;
    });
  }

  /**
   * Words of the customer open a locked ticket again. Returns false and changes nothing if it is not resolved, or if
   * its type no longer allows this. Runs in the transaction of the message.
   */
  async reopenFor(ticket: Ticket, message: { messageId: string; customerId: string }): Promise<boolean> {
    if (!allowed('reopen', ticket.status) || !(await this.isReopenable(ticket))) return false;
    const by = { kind: 'customer', id: message.customerId } as const;
    await this.openAgain(ticket, by, { messageId: message.messageId });
    return true;
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
    const now = this.clock.now();
    const due = await this.database.rows<{ id: string }>(sql`
      select t.id from ${RESOLVED} and ${CLOSES_AT} <= ${now} order by t.resolved_at limit 100`);
    for (const { id } of due) {
      await this.database.transaction(async () => {
        const ticket = await this.tickets.lockById(id);
        if (!allowed('close', ticket.status) || (await this.isReopenable(ticket))) return;
        ticket.move('close');
        await this.markClosed(ticket, SYSTEM);
      });
    }
    return due.length;
  }

  async nextClosing(): Promise<Date | null> {
    const { at } = await this.database.one<{ at: Date | null }>(
      sql`select min(${CLOSES_AT}) as at from ${RESOLVED}`,
    );
    return at;
  }

  private async isReopenable({ type, resolvedAt }: Ticket): Promise<boolean> {
    const { reopenDays } = await this.types.require(type);
    return resolvedAt !== null && this.clock.now().getTime() < resolvedAt.getTime() + reopenDays * DAY_MS;
  }

  private async openAgain(
    ticket: Ticket,
    by: Actor,
    { reason = null, messageId }: { reason?: string | null; messageId?: string },
  ): Promise<void> {
    ticket.move('reopen');
    const { id } = await this.database.one<{ id: string }>(sql`
      update resolution
         set reopened_by = ${by.kind === 'member' ? by.id : null}, reopened_at = ${this.clock.now()},
             reopen_reason = ${reason}, reopened_by_message = ${messageId ?? null}
       where ticket_id = ${ticket.id} and reopened_at is null returning id`);
    this.tickets.change(ticket, { stage: 'in_progress', resolvedAt: null });
    const data = { ...ticket.fact(), resolutionId: id, ...(messageId !== undefined && { messageId }) };
    await this.events.record('ticket.reopened', ticket.subjectRef, data, by);
  }

  private async write(ticket: Ticket, note: string, by: Actor): Promise<void> {
    const now = this.clock.now();
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into resolution (ticket_id, note, resolved_by, resolved_at)
      values (${ticket.id}, ${note}, ${by.kind === 'member' ? by.id : null}, ${now}) returning id`);
    const stage = tellsTheEnd(ticket.stage) ? ticket.stage : 'resolved';
    this.tickets.change(ticket, { resolvedAt: now, stage });
    await this.events.record(
      'ticket.resolved',
      ticket.subjectRef,
      { ...ticket.fact(), resolutionId: id },
      by,
    );
  }

  private async markClosed(ticket: Ticket, by: Actor): Promise<void> {
    const stage = tellsTheEnd(ticket.stage) ? ticket.stage : 'closed';
    this.tickets.change(ticket, { closedAt: this.clock.now(), stage });
    await this.events.record('ticket.closed', ticket.subjectRef, ticket.fact(), by);
  }
}
