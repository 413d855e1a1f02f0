import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { type Ticket, Tickets, numberOf } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events, Reacts, type Recorded } from '../platform/events/index.js';
import { Conflict, Invalid, NotFound } from '../platform/http/index.js';
import { isUnseen } from '../platform/reading/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import type { Step } from '../sla/index.js';

const MOST_CHARACTERS = 1_000;
/** If the lead does not answer within ten minutes, a person on call is called. */
const ASKED: Step = { at: 'start', whom: 'lead', by: ['console'], acknowledgeSeconds: 600 };

export type AskedIn = 'chat' | 'tracking_page';

type Asked = { why: string } | { askedIn: AskedIn };

@Injectable()
export class Escalations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly events: Events,
    private readonly wakeups: Wakeups,
  ) {}

  /**
   * Only members of the ticket's department may ask. Throws `Conflict` (`escalation_open`) while an earlier
   * request is not answered.
   */
  async ask(member: Member, number: string, why: string): Promise<string> {
    const text = why.trim().slice(0, MOST_CHARACTERS);
    if (isUnseen(text)) throw Invalid.field('why', 'required');
    return this.database.transaction(async () =>
      this.put(await this.tickets.lockFor(member, number, 'escalate'), { why: text }, member),
    );
  }

  /** Throws `NotFound` if the ticket is not the customer's. */
  async askFor(customer: { id: string }, ticketId: string): Promise<string> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockById(ticketId);
      if (ticket.customerId !== customer.id) throw new NotFound('ticket_not_found');
      return this.put(ticket, { askedIn: 'tracking_page' }, { kind: 'customer', id: customer.id });
    });
  }

  /** If the customer repeats the request before anybody answers, it stays one request. */
  @Reacts('intake.escalation_asked')
  async saidInChat({ data }: Recorded<'intake.escalation_asked'>): Promise<void> {
    const ticket = await this.tickets.lockById(data.ticketId);
    if (ticket.finished || (await this.open(ticket))) return;
    await this.put(ticket, { askedIn: 'chat' }, { kind: 'customer', id: data.customerId });
  }

  private async put(ticket: Ticket, asked: Asked, by: Actor): Promise<string> {
    if (ticket.finished)
      throw new Conflict('not_allowed_now', {
        state: ticket.status,
      });
    await this.requireNoneOpen(ticket);
    const { id, late } = await this.insert(ticket, asked, by);
    const data = { number: numberOf(ticket), escalationId: id, late };
    await this.events.record('sla.escalation_asked', ticket.subjectRef, data, by);
    this.tickets.hint(ticket);
    this.wakeups.wake('escalations');
    return id;
  }

  private async requireNoneOpen(ticket: Ticket): Promise<void> {
    const open = await this.open(ticket);
    if (open) throw new Conflict('escalation_open', { at: open.since });
  }

  private async open(ticket: Ticket): Promise<{ since: Date } | undefined> {
    return this.database.maybe<{ since: Date }>(sql`
      select due_at as since from escalation where ticket_id = ${ticket.id} and kind = 'asked' and state = 'waiting'
      union all
      select created_at from alert where ticket_id = ${ticket.id} and kind = 'asked' and acknowledged_at is null
      limit 1`);
  }

  private async insert(ticket: Ticket, asked: Asked, by: Actor): Promise<{ id: string; late: boolean }> {
    const now = this.clock.now();
    const { why, askedIn } = { why: null, askedIn: null, ...asked };
    return this.database.one(sql`
      insert into escalation (key, kind, ticket_id, step, due_at, take_at, after_breach, asked_by_kind, asked_by, why, asked_in)
      select ${`asked:${ticket.id}:${now.getTime()}`}, 'asked', ${ticket.id}, ${JSON.stringify(ASKED)}::jsonb, ${now}, ${now},
             exists (select 1 from timer where ticket_id = ${ticket.id} and breached_at <= ${now}),
             ${by.kind}, ${by.id ?? null}, ${why}, ${askedIn}
      returning id, after_breach as late`);
  }
}
