import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events, Reacts, type Recorded } from '../platform/events/index.js';
import { ACTS } from './lifecycle.js';
import { Tickets } from './loading.service.js';

/** The tickets of a member who cannot work on them any more: back to their departments, the resolved ones too, for those may be reopened. */
@Injectable()
export class TicketsLeftBehind {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  @Reacts('member.disabled')
  async disabled({ subject, by }: Recorded<'member.disabled'>): Promise<void> {
    await this.release(subject.id, [], by);
  }

  /** Whoever left a department does not see its tickets, and would hold them unseen. */
  @Reacts('member.changed')
  async moved({ subject, data, by }: Recorded<'member.changed'>): Promise<void> {
    if (data.role !== 'admin') await this.release(subject.id, data.departmentIds, by);
  }

  /** All but those of the departments that stay the member's. */
  private async release(memberId: string, departmentIds: string[], by: Actor): Promise<void> {
    const held = await this.database.rows<{ id: string }>(sql`
      select id from ticket
       where assignee_id = ${memberId} and status = any(${[...ACTS.leave_behind.from]}::text[]) and department_id <> all(${departmentIds}::bigint[])
       order by id`);
    for (const { id } of held) {
      const ticket = await this.tickets.lockById(id);
      if (ticket.assigneeId !== memberId || departmentIds.includes(ticket.departmentId)) continue;
      await this.tickets.change(ticket, { assigneeId: null, assignedAt: null });
      const data = { ...ticket.fact(), takenFrom: memberId, reason: null };
      await this.events.record('ticket.released', ticket.subjectRef, data, by);
    }
  }
}
