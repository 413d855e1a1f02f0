import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import type { OwedStep } from './climbing.service.js';
import { afterQuiet } from './quiet-hours.js';
import { QuietTimes } from './quiet-times.service.js';

/** Puts down who is to be told, when and by which means; Alerting tells them. */
@Injectable()
export class AlertOrders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly wakeups: Wakeups,
    private readonly quiet: QuietTimes,
  ) {}

  /** In the transaction of the step; says when they will be told. Emergencies know no quiet hours. */
  async place(owed: OwedStep, memberIds: string[]): Promise<Date> {
    const now = this.clock.now();
    const deliverAt = owed.priority === 'P0' ? now : afterQuiet(now, await this.quiet.get());
    const { step, ticketId, id } = owed;
    await this.database.run(sql`
      insert into alert (escalation_id, ticket_id, kind, means, member_id, robot_id, created_at, deliver_at)
      select ${id}, ${ticketId}, ${kindOf(owed)}, means, member_id, robot_id, ${now}, ${deliverAt}
        from (select means, member_id, null::bigint as robot_id
                from unnest(${step.by}::text[]) means, unnest(${memberIds}::bigint[]) member_id where means <> 'robot'
              union all
              select 'robot', null, r.id from robot r where 'robot' = any(${step.by}) and r.key = ${step.robot ?? null}) told
      on conflict do nothing`);
    await this.record(owed, { memberIds, deliverAt, lateMs: now.getTime() - owed.dueAt.getTime() });
    this.wakeups.wake('escalations');
    return deliverAt;
  }

  private async record(
    { kind, step, level, number, ticketId }: OwedStep,
    told: { memberIds: string[]; deliverAt: Date; lateMs: number },
  ): Promise<void> {
    const { memberIds, lateMs } = told;
    const data = {
      ...{ number, kind, whom: step.whom, level, memberIds, lateMs },
      action: step.action?.do ?? null,
      deliverAt: told.deliverAt.toISOString(),
    };
    await this.events.record('sla.escalated', { type: 'ticket', id: ticketId }, data);
  }
}

/** What belongs to no clock was asked for by somebody. */
function kindOf({ timerId, step }: OwedStep): 'warning' | 'breach' | 'page' | 'asked' {
  if (timerId === null) return 'asked';
  if (step.acknowledgeSeconds) return 'page';
  return step.at === 'breach' ? 'breach' : 'warning';
}
