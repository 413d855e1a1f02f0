import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Assignment, numberOf } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events, Reacts, type Recorded } from '../platform/events/index.js';
import { NotFound } from '../platform/http/index.js';
import { Live } from '../platform/live/index.js';

interface Called {
  ticketId: string;
  number: string;
  kind: string;
  acknowledgedAt: Date | null;
}

/** Ends what asks for an answer: nobody else is called for the ticket, and it sounds no more on any console. */
@Injectable()
export class Answering {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly live: Live,
    private readonly assignment: Assignment,
  ) {}

  /**
   * "I have it": a free ticket of the own department is theirs then, which is told. Said again, or
   * after a colleague, it does nothing. Throws NotFound.
   */
  async acknowledge(member: Member, alertId: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const { ticketId, number, kind } = await this.called(member, alertId);
      // The ladder locks the ticket before it climbs: what it climbs to now is seen here, or finds itself answered.
      await this.database.run(sql`select 1 from ticket where id = ${ticketId} for no key update`);
      if ((await this.called(member, alertId)).acknowledgedAt) return false;
      await this.end(ticketId, member.id);
      const data = { number: numberOf({ number }), alertId };
      await this.events.record('sla.acknowledged', { type: 'ticket', id: ticketId }, data, member);
      return kind === 'page' && (await this.assignment.answerFor(member, data.number));
    });
  }

  /** Whoever takes the ticket or answers the customer has it; what was asked of the lead, the lead answers. */
  @Reacts('ticket.claimed', 'ticket.replied')
  async taken({ subject, by }: Recorded<'ticket.claimed' | 'ticket.replied'>): Promise<void> {
    if (by.kind === 'member') await this.end(subject.id, by.id ?? null, ['page']);
  }

  @Reacts('ticket.resolved', 'ticket.closed')
  async finished({ subject, by }: Recorded<'ticket.resolved' | 'ticket.closed'>): Promise<void> {
    await this.end(subject.id, by.kind === 'member' ? (by.id ?? null) : null);
  }

  private async called(member: Member, alertId: string): Promise<Called> {
    const alert = await this.database.maybe<Called>(sql`
      select a.ticket_id, k.number, a.kind, a.acknowledged_at from alert a join ticket k on k.id = a.ticket_id
       where a.id = ${alertId} and a.member_id = ${member.id}`);
    if (!alert) throw new NotFound('alert_not_found', 'There is no such alert.');
    return alert;
  }

  /** Under the ticket's lock. A page that is due and was not sent yet is sent no more. */
  private async end(ticketId: string, by: string | null, kinds: string[] = ['page', 'asked']): Promise<void> {
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
