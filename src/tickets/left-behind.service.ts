import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events, Reacts, type Recorded } from '../platform/events/index.js';
import { ACTS } from './lifecycle.js';
import { Tickets } from './loading.service.js';

/**
 * Gives tickets back to their departments when their holder can no longer work on them. Resolved tickets are included,
 * because they may be reopened.
 */
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

  /** A member who has left a department no longer sees its tickets and would hold them without knowing. */
  @Reacts('member.changed')
  async moved({ subject, data, by }: Recorded<'member.changed'>): Promise<void> {
    if (data.role !== 'admin') await this.release(subject.id, data.departmentIds, by);
  }

  private async release(memberId: string, departmentIds: string[], by: Actor): Promise<void> {
    const held = await this.database.rows<{ id: string }>(sql`
      select id from ticket
       where assignee_id = ${memberId} and status = any(${[...ACTS.leave_behind.from]}::text[]) and department_id <> all(${departmentIds}::bigint[])
       order by id`);
    for (const { id } of held) {
      const ticket = await this.tickets.lockById(id);
      if (ticket.assigneeId !== memberId || departmentIds.includes(ticket.departmentId)) continue;
      this.tickets.change(ticket, { assigneeId: null, assignedAt: null });
      const data = { ...ticket.fact(), takenFrom: memberId, reason: null };
      await this.events.record('ticket.released', ticket.subjectRef, data, by);
    }
  }
}
