import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { AppError } from '../platform/http/index.js';
import { numberOf } from '../tickets/index.js';
import { AlertOrders } from './alert-orders.service.js';
import { Audiences } from './audience.service.js';
import { type ActedOn, StepActions } from './step-actions.service.js';
import type { Step } from './step.js';

const BATCH = 100;
const MOST_ATTEMPTS = 10;
const RETRY_MS = 30_000;

/** A step that is owed, with what its ticket is at that moment. */
export interface OwedStep extends ActedOn {
  id: string;
  kind: 'step' | 'climb' | 'asked';
  ticketId: string;
  timerId: string | null;
  step: Step;
  level: number;
  dueAt: Date;
  finished: boolean;
  breached: boolean;
  savedBy: string | null;
}

/** Takes the steps of the ladder that are due, each once, whoever sweeps. */
@Injectable()
export class Climbing {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audiences: Audiences,
    private readonly actions: StepActions,
    private readonly orders: AlertOrders,
  ) {}

  /**
   * Says whether there is more. Steps whose ticket somebody is changing right now wait for the next sweep; one that
   * fails holds up no other, and is given up after some attempts.
   */
  async sweep(): Promise<boolean> {
    const failures: unknown[] = [];
    const ids = await this.due();
    for (const id of ids) {
      try {
        await this.database.transaction(() => this.take(id));
      } catch (error) {
        failures.push(error);
        await this.failed(id, String(error));
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} steps of the ladder failed`);
    return ids.length === BATCH;
  }

  /** When the next step is due; null where none is owed. */
  async nearest(): Promise<Date | null> {
    const row = await this.database.one<{ nearest: Date | null }>(sql`
      select least((select min(take_at) from escalation where state = 'waiting'),
                   (select min(deliver_at) from alert where state = 'planned')) as nearest`);
    return row.nearest;
  }

  private async due(): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(sql`
      select id from escalation where state = 'waiting' and take_at <= ${this.clock.now()} order by take_at, id limit ${BATCH}`);
    return rows.map(({ id }) => id);
  }

  private async failed(id: string, failure: string): Promise<void> {
    const later = new Date(this.clock.now().getTime() + RETRY_MS);
    await this.database.run(sql`
      update escalation set attempts = attempts + 1, failure = ${failure.slice(0, 500)},
             state = case when attempts + 1 >= ${MOST_ATTEMPTS} then 'failed' else state end, take_at = ${later}
       where id = ${id} and state = 'waiting'`);
  }

  private async take(id: string): Promise<void> {
    const owed = await this.lock(id);
    if (!owed) return;
    if (owed.finished || (owed.step.at === 'breach' && owed.kind === 'step' && !owed.breached)) {
      return this.end(owed, 'cancelled');
    }
    const refusal = await this.act(owed);
    const levels = await this.levels(owed);
    const toldAt = await this.orders.place(owed, levels[owed.level] ?? []);
    if (owed.step.acknowledgeSeconds && levels.length > owed.level + 1) await this.climbOn(owed, toldAt);
    await this.end(owed, 'done', refusal);
  }

  /** An action that its door refuses, such as a handoff while another is open, is kept as the step's failure. */
  private async act({ step, savedBy, kind, ...ticket }: OwedStep): Promise<string | null> {
    const { action } = step;
    if (!action || !savedBy || kind !== 'step') return null;
    try {
      await this.database.savepoint(() => this.actions.act(action, ticket, savedBy));
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  }

  /** Whom each level tells: one, or who is called one after another until somebody answers. */
  private async levels({ step, ...owed }: OwedStep): Promise<string[][]> {
    if (step.acknowledgeSeconds) return this.audiences.climb(step.whom, owed);
    return [await this.audiences.members(step.whom, owed)];
  }

  /** Counted from when they are told: nobody can answer what the quiet hours hold back. */
  private async climbOn({ id, step, level, ticketId, timerId }: OwedStep, toldAt: Date): Promise<void> {
    const dueAt = new Date(toldAt.getTime() + (step.acknowledgeSeconds ?? 0) * 1000);
    await this.database.run(sql`
      insert into escalation (key, kind, ticket_id, timer_id, policy_id, step, level, due_at, take_at)
      select key || ':' || ${level + 1}::text, 'climb', ${ticketId}, ${timerId}, policy_id, step, ${level + 1}, ${dueAt}, ${dueAt}
        from escalation where id = ${id}
      on conflict (key) do nothing`);
  }

  private async end({ id, dueAt }: OwedStep, state: 'done' | 'cancelled', failure: string | null = null) {
    const now = this.clock.now();
    await this.database.run(sql`
      update escalation set state = ${state}, done_at = ${now}, failure = ${failure},
             late_ms = ${now.getTime() - dueAt.getTime()} where id = ${id}`);
  }

  /** The ticket first, as everybody does who changes it. */
  private async lock(id: string): Promise<OwedStep | undefined> {
    const free = await this.database.maybe(sql`
      select 1 from ticket where id = (select ticket_id from escalation where id = ${id})
         for no key update skip locked`);
    if (!free) return undefined;
    const owed = await this.database.maybe<OwedStep>(sql`
      select e.id, e.kind, e.ticket_id, e.timer_id, e.step, e.level, e.due_at, k.number, k.priority, k.department_id,
             k.assignee_id, u.region, k.status in ('resolved', 'closed') as finished,
             coalesce(t.breached_at is not null, false) as breached, p.saved_by
        from escalation e
        join ticket k on k.id = e.ticket_id
        join customer u on u.id = k.customer_id
        left join timer t on t.id = e.timer_id
        left join policy p on p.id = e.policy_id
       where e.id = ${id} and e.state = 'waiting' for update of e skip locked`);
    return owed && { ...owed, number: numberOf(owed) };
  }
}
