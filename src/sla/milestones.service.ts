import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Tickets } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import { TimerRows } from './timer-rows.js';

@Injectable()
export class Milestones {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly rows: TimerRows,
  ) {}

  /**
   * Does nothing if the milestone was reached before. Throws `NotFound` (`milestone_not_found`) if the ticket
   * has no such milestone.
   */
  async reach(member: Member, number: string, key: string): Promise<void> {
    await this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'reach');
      const timers = await this.rows.ofTicket(ticket.id);
      const promised = timers.all.filter(({ row }) => row.metric === 'milestone' && row.key === key);
      if (promised.length === 0) throw new NotFound('milestone_not_found');
      promised.find(({ open }) => open)?.meet(this.clock.now());
      await this.rows.save(promised);
      this.tickets.hint(ticket);
    });
  }
}
