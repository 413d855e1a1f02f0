import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { AskedIn } from './escalations.service.js';
import { secondsOf } from '../sla/index.js';
import type { Metric } from '../sla/index.js';
import type { Audience, Means, Step, StepAction } from '../sla/index.js';

export interface CalledOne {
  name: string | Record<string, string>;
  means: Means;
  state: 'planned' | 'sending' | 'delivered' | 'refused';
  reason: string | null;
  deliverAt: string;
}

/** `dueAt` is the time that counts; `doneAt` is when the step was taken. */
export interface HistoryStep {
  id: string;
  kind: 'step' | 'climb' | 'asked';
  state: 'waiting' | 'done' | 'failed';
  at: 'start' | 'breach' | 'warning';
  metric: Metric | null;
  level: number;
  whom: Audience;
  asksForAnswer: boolean;
  action: StepAction['do'] | null;
  failure: string | null;
  dueAt: Date;
  doneAt: Date | null;
  why: string | null;
  askedIn: AskedIn | null;
  askedBy: string | null;
  askedByKind: 'member' | 'customer' | null;
  late: boolean;
  answeredAt: Date | null;
  answeredBy: string | null;
  called: CalledOne[];
}

export interface NextStep {
  metric: Metric;
  at: 'warning' | 'breach';
  whom: Audience;
  dueAt: Date;
}

type Row = Omit<HistoryStep, 'at' | 'whom' | 'asksForAnswer' | 'action'> & { step: Step };
interface Upcoming {
  metric: Metric;
  nextFireAt: Date;
  afterSeconds: number | null;
  targetSeconds: number;
  ladder: Step[];
}

const MOST = 50;

@Injectable()
export class EscalationHistory {
  constructor(private readonly database: Database) {}

  /** The caller has checked that the member may see the ticket. */
  async ofTicket(ticketId: string): Promise<HistoryStep[]> {
    const rows = await this.database.rows<Row>(sql`
      select e.id, e.kind, e.state, t.metric, e.level, e.step, e.failure, e.due_at, e.done_at, e.why, e.asked_in, e.asked_by_kind,
             case e.asked_by_kind when 'member' then (select m.name from member m where m.id = e.asked_by)
                                  else (select u.name from customer u where u.id = e.asked_by) end as asked_by,
             e.after_breach as late, e.answered_at, w.name as answered_by,
             (select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(to_jsonb(m.name), r.name), 'means', a.means,
                        'state', a.state, 'reason', a.reason, 'deliverAt', a.deliver_at) order by a.id), '[]')
                from alert a left join member m on m.id = a.member_id left join robot r on r.id = a.robot_id
               where a.escalation_id = e.id) as called
        from escalation e
        left join timer t on t.id = e.timer_id
        left join member w on w.id = e.answered_by
       where e.ticket_id = ${ticketId} and e.state <> 'cancelled'
       order by coalesce(e.done_at, e.due_at) desc, e.id desc limit ${MOST}`);
    return rows.map(({ step, ...row }) => ({
      ...row,
      at: typeof step.at === 'string' ? step.at : 'warning',
      whom: step.whom,
      asksForAnswer: step.acknowledgeSeconds !== undefined,
      action: step.action?.do ?? null,
    }));
  }

  async next(ticketId: string): Promise<NextStep[]> {
    const clocks = await this.database.rows<Upcoming>(sql`
      select t.metric, t.next_fire_at, t.warn_after[t.warned + 1] as after_seconds, t.target_seconds, p.ladder
        from timer t join policy p on p.id = t.policy_id
       where t.ticket_id = ${ticketId} and t.state = 'running' and t.next_fire_at is not null
       order by t.next_fire_at, t.id`);
    return clocks.flatMap((clock) => {
      const step = clock.ladder.find((one) => answers(one, clock));
      if (!step) return [];
      const at = clock.afterSeconds === null ? ('breach' as const) : ('warning' as const);
      return [{ metric: clock.metric, at, whom: step.whom, dueAt: clock.nextFireAt }];
    });
  }
}

function answers({ metrics = [], at }: Step, { metric, afterSeconds, targetSeconds }: Upcoming): boolean {
  if (metrics.length > 0 && !metrics.includes(metric)) return false;
  if (typeof at === 'string') return at === 'breach' && afterSeconds === null;
  return secondsOf(at, targetSeconds) === afterSeconds;
}
