import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { Watchers } from '../tickets/index.js';
import type { OwedStep } from './escalation-steps.service.js';
import { afterQuiet } from './quiet-hours.js';
import { QuietTimes } from './quiet-times.service.js';

export interface Order {
  step: OwedStep;
  memberIds: string[];
}

interface Call extends Order {
  deliverAt: Date;
}

@Injectable()
export class AlertOrders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeups: Wakeups,
    private readonly quiet: QuietTimes,
    private readonly events: Events,
    private readonly watchers: Watchers,
  ) {}

  /** Runs in the transaction of the steps. Emergencies ignore quiet hours. */
  async place(orders: readonly Order[]): Promise<Call[]> {
    const now = this.clock.now();
    const later = afterQuiet(now, await this.quiet.get());
    const calls = orders.map((order) => ({
      ...order,
      deliverAt: order.step.priority === 'P0' ? now : later,
    }));
    await this.insert(calls.flatMap(alertsOf), now);
    await this.record(calls, now);
    await this.watchers.admit(
      calls.flatMap(({ step: { ticketId }, memberIds }) =>
        memberIds.map((memberId) => ({ ticketId, memberId })),
      ),
    );
    this.wakeups.wake('escalations');
    return calls;
  }

  private async record(calls: readonly Call[], now: Date): Promise<void> {
    await this.events.recordMany(
      calls.map(({ step: { kind, step, level, number, ticketId, dueAt }, memberIds, deliverAt }) => ({
        name: 'sla.escalated',
        subject: { type: 'ticket', id: ticketId },
        data: {
          number,
          kind,
          whom: step.whom,
          level,
          memberIds,
          lateMs: now.getTime() - dueAt.getTime(),
          action: step.action?.do ?? null,
          deliverAt: deliverAt.toISOString(),
        },
      })),
    );
  }

  /** If the robot of the step no longer exists, the people concerned are told on the console. */
  private async insert(alerts: Alert[], now: Date): Promise<void> {
    if (alerts.length === 0) return;
    await this.database.run(sql`
      with wanted as (
        select a.*, r.id as robot_id
          from jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb)
            as a (step bigint, ticket bigint, kind text, means text, member bigint, robot text, concerns bigint[], deliver timestamptz)
          left join robot r on a.means = 'robot' and r.key = a.robot
      )
      insert into alert (escalation_id, ticket_id, kind, means, member_id, robot_id, concerns, created_at, deliver_at)
      select step, ticket, kind, means, member, robot_id, coalesce(concerns, '{}'), ${now}::timestamptz, deliver
        from wanted where means <> 'robot' or robot_id is not null
      union all
      select step, ticket, kind, 'console', unnest(concerns), null, '{}', ${now}::timestamptz, deliver
        from wanted where means = 'robot' and robot_id is null
      on conflict do nothing`);
  }
}

interface Alert {
  step: string;
  ticket: string;
  kind: string;
  means: string;
  member: string | null;
  robot?: string;
  concerns?: string[];
  deliver: Date;
}

function alertsOf({ step: owed, memberIds, deliverAt }: Call): Alert[] {
  const { id, ticketId, step } = owed;
  const alert = { step: id, ticket: ticketId, kind: kindOf(owed), deliver: deliverAt };
  return step.by.flatMap((means): Alert[] => {
    if (means === 'robot') return [{ ...alert, means, member: null, robot: step.robot, concerns: memberIds }];
    return memberIds.map((member) => ({ ...alert, means, member }));
  });
}

/** A step without a timer was requested by a person. */
function kindOf({ timerId, step }: OwedStep): 'warning' | 'breach' | 'page' | 'asked' {
  if (timerId === null) return 'asked';
  if (step.acknowledgeSeconds) return 'page';
  return step.at === 'breach' ? 'breach' : 'warning';
}
