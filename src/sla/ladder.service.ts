import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Draft } from '../platform/events/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { secondsOf } from './policy.js';
import type { Step } from './step.js';
import type { Timer } from './timer.js';

/** What can happen to a timer that a step waits for. */
type Moment = 'start' | 'breach' | { afterSeconds: number };

interface Owed {
  key: string;
  ticketId: string;
  timerId: string;
  policyId: string;
  step: Step;
  dueAt: Date;
}

/** Puts down which steps of the ladder are owed because of what happened to timers; Climbing takes them. */
@Injectable()
export class Ladder {
  constructor(
    private readonly database: Database,
    private readonly wakeups: Wakeups,
  ) {}

  /** In the transaction of what happened; `told` are the events of these saved timers. */
  async raise(timers: readonly Timer[], told: readonly Draft[]): Promise<void> {
    const byId = new Map(timers.map((timer) => [timer.row.id, timer]));
    await this.follow(timers.filter(({ row }) => row.replaces !== null));
    await this.drop(timers.filter(({ open }) => !open));
    const moments = told.flatMap((draft) => {
      const data = draft.data as { timerId: string; at: string };
      const timer = byId.get(data.timerId);
      const moment = momentOf(draft);
      return timer && moment ? [{ timer, moment, at: new Date(data.at) }] : [];
    });
    if (moments.length === 0) return;
    const ladders = await this.ladders([...new Set(moments.map(({ timer }) => timer.row.policyId))]);
    const owed = moments.flatMap(({ timer, moment, at }) =>
      stepsAt(ladders.get(timer.row.policyId) ?? [], timer, moment).map(([index, step]) =>
        owe(timer, { index, step, at }),
      ),
    );
    await this.insert(owed);
  }

  /** A version that took over owes what the one before it did. */
  private async follow(versions: readonly Timer[]): Promise<void> {
    const started = versions.filter(({ touched }) => !touched).map(({ row }) => row.id);
    if (started.length === 0) return;
    await this.database.run(sql`
      update escalation e set timer_id = t.id
        from timer t where t.id = any(${started}::bigint[]) and e.timer_id = t.replaces and e.state = 'waiting'`);
  }

  /** What was owed because of a promise that has ended is owed no more. */
  private async drop(ended: readonly Timer[]): Promise<void> {
    const ids = ended.filter(({ touched }) => touched).map(({ row }) => row.id);
    if (ids.length === 0) return;
    await this.database.run(sql`
      update escalation set state = 'cancelled' where state = 'waiting' and timer_id = any(${ids}::bigint[])`);
  }

  private async ladders(policyIds: string[]): Promise<Map<string, Step[]>> {
    const rows = await this.database.rows<{ id: string; ladder: Step[] }>(
      sql`select id, ladder from policy where id = any(${policyIds}::bigint[]) and ladder <> '[]'`,
    );
    return new Map(rows.map(({ id, ladder }) => [id, ladder]));
  }

  private async insert(owed: Owed[]): Promise<void> {
    if (owed.length === 0) return;
    await this.database.run(sql`
      insert into escalation (key, kind, ticket_id, timer_id, policy_id, step, due_at)
      select key, 'step', "ticketId", "timerId", "policyId", step, "dueAt"
        from jsonb_to_recordset(${JSON.stringify(owed)}::jsonb)
          as row (key text, "ticketId" bigint, "timerId" bigint, "policyId" bigint, step jsonb, "dueAt" timestamptz)
      on conflict (key) do nothing`);
    this.wakeups.wake('escalations');
  }
}

function momentOf({ name, data }: Draft): Moment | null {
  const { replaces, afterSeconds } = data as { replaces?: string | null; afterSeconds?: number };
  if (name === 'sla.breached') return 'breach';
  if (name === 'sla.warned' && afterSeconds !== undefined) return { afterSeconds };
  return name === 'sla.timer_started' && replaces === null ? 'start' : null;
}

function stepsAt(ladder: readonly Step[], { row }: Timer, moment: Moment): [index: number, step: Step][] {
  return [...ladder.entries()].filter(([, { at, metrics }]) => {
    if (metrics && metrics.length > 0 && !metrics.includes(row.metric)) return false;
    if (typeof at === 'string' || typeof moment === 'string') return at === moment;
    return secondsOf(at, row.targetSeconds) === moment.afterSeconds;
  });
}

/** The key holds for all versions of a promise: none of its steps is taken twice. */
function owe({ row }: Timer, { index, step, at }: { index: number; step: Step; at: Date }): Owed {
  const promise = [row.ticketId, row.metric, row.key, row.departmentId, row.startedAt.getTime()].join(':');
  return {
    key: `${promise}:${row.policyId}:${index}`,
    ticketId: row.ticketId,
    timerId: String(row.id),
    policyId: row.policyId,
    step,
    dueAt: new Date(at.getTime() + (step.afterSeconds ?? 0) * 1000),
  };
}
