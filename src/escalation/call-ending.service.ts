import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';

@Injectable()
export class CallEnding {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /**
   * Whoever takes the ticket or answers the customer has answered the call. Only the lead can answer a
   * request to the lead.
   */
  @Reacts('ticket.claimed', 'ticket.taken_over', 'ticket.replied')
  async taken({
    subject,
    by,
  }: Recorded<'ticket.claimed' | 'ticket.taken_over' | 'ticket.replied'>): Promise<void> {
    if (by.kind === 'member') await this.end(subject.id, by.id ?? null, ['page']);
  }

  @Reacts('ticket.resolved', 'ticket.closed')
  async finished({ subject, by }: Recorded<'ticket.resolved' | 'ticket.closed'>): Promise<void> {
    await this.end(subject.id, by.kind === 'member' ? (by.id ?? null) : null);
  }

  /** Must be called under the ticket's lock. Calls that are due but not sent yet are dropped. */
  async end(ticketId: string, by: string | null, kinds: string[] = ['page', 'asked']): Promise<void> {
    const now = this.clock.now();
    const told = await this.database.rows<{ memberId: string }>(sql`
      with ended as (
        update alert set acknowledged_at = ${now}, acknowledged_by = ${by},
               seen_at = case when member_id = ${by} then coalesce(seen_at, ${now}) else seen_at end
         where ticket_id = ${ticketId} and kind = any(${kinds}::text[]) and acknowledged_at is null
        returning escalation_id, member_id
      ), answered as (
        update escalation set answered_at = ${now}, answered_by = ${by}
         where id in (select escalation_id from ended) returning timer_id, policy_id
      ), dropped as (
        update escalation c set state = 'cancelled'
         where c.ticket_id = ${ticketId} and c.state = 'waiting'
           and (c.kind = 'step' and c.step ? 'acknowledgeSeconds' and c.due_at <= ${now}
             or c.kind = 'climb' and exists (select 1 from answered a where a.timer_id is not distinct from c.timer_id
                                                and a.policy_id is not distinct from c.policy_id))
      )
      select distinct member_id from ended where member_id is not null`);
    const members = told.map(({ memberId }) => memberId);
    if (members.length > 0) this.live.changed({ ticket: ticketId, departments: [], members, alerts: true });
  }
}
