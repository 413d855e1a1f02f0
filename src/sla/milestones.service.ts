import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Tickets } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import { TimerRows } from './timer-rows.js';

/** Records steps on the way that have a target, such as freezing an account or a preliminary check. */
@Injectable()
export class Milestones {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly rows: TimerRows,
  ) {}

  /**
   * Records that the milestone is reached, in time or late; repeating it does nothing. Only members of the ticket's
   * department may do this. It throws NotFound (`milestone_not_found`) when the ticket has no such milestone.
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
