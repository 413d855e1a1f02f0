import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { type Recorded, Reacts } from '../platform/events/index.js';
import { isFinished } from '../tickets/index.js';
import type { Cause } from './sla.events.js';
import { Targets } from './targets.service.js';
import { TimerRows } from './timer-rows.js';

/** These facts of a customer are conditions of policies. */
const CONDITIONS = ['tier', 'region'];

const CAUSE = {
  'ticket.contact_bound': 'contact',
  'ticket.contact_changed': 'contact',
  'ticket.customer_joined': 'joined',
} as const satisfies Record<string, Cause>;

/** Lets timers follow what becomes known of the customer whose ticket they measure. */
@Injectable()
export class FactChanges {
  constructor(
    private readonly database: Database,
    private readonly rows: TimerRows,
    private readonly targets: Targets,
  ) {}

  @Reacts('customer.changed')
  async changed({ subject, at, data }: Recorded<'customer.changed'>): Promise<void> {
    if (!data.fields.some((field) => CONDITIONS.includes(field))) return;
    const tickets = await this.database.rows<{ id: string }>(
      sql`select id from ticket where customer_id = ${subject.id} and not is_finished`,
    );
    await this.follow(
      tickets.map(({ id }) => id),
      at,
      'customer',
    );
  }

  @Reacts('ticket.contact_bound', 'ticket.contact_changed', 'ticket.customer_joined')
  async moved({ subject, at, name }: Recorded<keyof typeof CAUSE>): Promise<void> {
    await this.follow([subject.id], at, CAUSE[name]);
  }

  private async follow(ticketIds: string[], at: Date, cause: Cause): Promise<void> {
    if (ticketIds.length === 0) return;
    const tickets = await this.rows.ofTickets(ticketIds);
    const open = tickets.filter(({ ticket }) => !isFinished(ticket.status));
    const book = await this.targets.inForce();
    for (const timers of open) timers.follow(at, book, cause);
    await this.rows.save(open.flatMap(({ all }) => all));
  }
}
