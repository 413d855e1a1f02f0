import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Draft } from '../platform/events/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { secondsOf } from '../sla/index.js';
import type { Step } from '../sla/index.js';
import type { Timer } from '../sla/index.js';
import { type SavedTimers, type TimerFollower, TimerFollowers } from '../sla/index.js';

type Moment = 'start' | 'breach' | { afterSeconds: number };

interface Owed {
  key: string;
  ticketId: string;
  timerId: string;
  policyId: string;
  step: Step;
  dueAt: Date;
}

@Injectable()
export class StepPlanning implements OnModuleInit, TimerFollower {
  constructor(
    private readonly database: Database,
    private readonly wakeups: Wakeups,
    private readonly followers: TimerFollowers,
  ) {}

  onModuleInit(): void {
    this.followers.register(this);
  }

  async saved({ changed, started, told }: SavedTimers): Promise<void> {
    await this.follow(started.filter(({ row }) => row.replaces !== null));
    await this.drop(changed.filter(({ open }) => !open));
    const byId = new Map([...changed, ...started].map((timer) => [timer.row.id, timer]));
    const moments = told.flatMap((draft) => {
      const { timerId, at } = draft.data as { timerId: string; at: string };
      const timer = byId.get(timerId);
      const moment = timer && momentOf(draft, byId);
      return moment ? [{ timer, moment, at: new Date(at) }] : [];
    });
    const ladders = await this.ladders(moments.map(({ timer }) => timer));
    const owed = moments.flatMap(({ timer, moment, at }) =>
      stepsAt(timer.ladder ?? ladders.get(timer.row.policyId) ?? [], timer, moment).map(([index, step]) =>
        owe(timer, moment, { index, step, at }),
      ),
    );
    await this.insert(owed);
  }

  /** A new version of a timer takes over the open steps of the old one and the answers to them. */
  private async follow(versions: readonly Timer[]): Promise<void> {
    if (versions.length === 0) return;
    await this.database.run(sql`
      update escalation e set timer_id = t.id
        from timer t where t.id = any(${versions.map(({ row }) => row.id)}::bigint[]) and e.timer_id = t.replaces`);
  }

  private async drop(ended: readonly Timer[]): Promise<void> {
    if (ended.length === 0) return;
    await this.database.run(sql`
      update escalation set state = 'cancelled'
       where state = 'waiting' and timer_id = any(${ended.map(({ row }) => row.id)}::bigint[])`);
  }

  private async ladders(timers: readonly Timer[]): Promise<Map<string, Step[]>> {
    const unknown = timers.filter(({ ladder }) => ladder === undefined).map(({ row }) => row.policyId);
    if (unknown.length === 0) return new Map();
    const rows = await this.database.rows<{ id: string; ladder: Step[] }>(
      sql`select id, ladder from policy where id = any(${[...new Set(unknown)]}::bigint[])`,
    );
    return new Map(rows.map(({ id, ladder }) => [id, ladder]));
  }

  private async insert(owed: Owed[]): Promise<void> {
    if (owed.length === 0) return;
    await this.database.run(sql`
      insert into escalation (key, kind, ticket_id, timer_id, policy_id, step, due_at, take_at)
      select key, 'step', "ticketId", "timerId", "policyId", step, "dueAt", "dueAt"
        from jsonb_to_recordset(${JSON.stringify(owed)}::jsonb)
          as row (key text, "ticketId" bigint, "timerId" bigint, "policyId" bigint, step jsonb, "dueAt" timestamptz)
      on conflict (key) do nothing`);
    this.wakeups.wake('escalations');
  }
}

/**
 * A new version of a timer counts as a start if it has another policy, so that somebody is called when a
 * ticket becomes P0.
 */
function momentOf({ name, data }: Draft, timers: ReadonlyMap<string | null, Timer>): Moment | null {
  if (name === 'sla.breached') return 'breach';
  if (name === 'sla.warned') return { afterSeconds: (data as { afterSeconds: number }).afterSeconds };
  if (name !== 'sla.timer_started') return null;
  const { replaces, policyId } = data as { replaces: string | null; policyId: string };
  return replaces === null || timers.get(replaces)?.row.policyId !== policyId ? 'start' : null;
}

function stepsAt(ladder: readonly Step[], { row }: Timer, moment: Moment): [index: number, step: Step][] {
  return [...ladder.entries()].filter(([, { at, metrics }]) => {
    if (metrics && metrics.length > 0 && !metrics.includes(row.metric)) return false;
    if (typeof at === 'string' || typeof moment === 'string') return at === moment;
    return secondsOf(at, row.targetSeconds) === moment.afterSeconds;
  });
}

/** The key of a step is unique, so the step is planned only once even if the moment is recorded twice. */
function owe(
  { row }: Timer,
  moment: Moment,
  { index, step, at }: { index: number; step: Step; at: Date },
): Owed {
  const when = typeof moment === 'string' ? moment : `after-${moment.afterSeconds}`;
  return {
    key: `${row.id}:${when}:${index}`,
    ticketId: row.ticketId,
    timerId: String(row.id),
    policyId: row.policyId,
    step,
    dueAt: new Date(at.getTime() + (step.afterSeconds ?? 0) * 1000),
  };
}
