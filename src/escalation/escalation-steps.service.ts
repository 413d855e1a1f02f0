import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { numberOf } from '../tickets/index.js';
import type { ActedOn } from './step-actions.service.js';
import type { Step } from '../sla/index.js';

const MOST_ATTEMPTS = 10;
const RETRY_MS = 30_000;

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

export interface DueStep {
  id: string;
  acts: boolean;
}

@Injectable()
export class EscalationSteps {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async due(limit: number): Promise<DueStep[]> {
    return this.database.rows<DueStep>(sql`
      select id, kind = 'step' and step ? 'action' as acts
        from escalation where state = 'waiting' and take_at <= ${this.clock.now()} order by take_at, id limit ${limit}`);
  }

  async nearest(): Promise<Date | null> {
    const row = await this.database.one<{ nearest: Date | null }>(sql`
      select least((select min(take_at) from escalation where state = 'waiting'),
                   (select min(deliver_at) from alert where state = 'planned')) as nearest`);
    return row.nearest;
  }

  /**
   * Skips steps that another process has taken, and tickets that somebody is changing. The ticket is locked
   * first, as in every change of a ticket.
   */
  async lock(ids: string[]): Promise<OwedStep[]> {
    const tickets = await this.database.rows<{ id: string }>(sql`
      select id from ticket where id in (select ticket_id from escalation where id = any(${ids}::bigint[]))
       order by id for no key update skip locked`);
    const rows = await this.database.rows<OwedStep>(sql`
      select e.id, e.kind, e.ticket_id, e.timer_id, e.step, e.level, e.due_at, k.number, k.priority, k.department_id,
             k.assignee_id, u.region, k.is_finished finished,
             coalesce(t.breached_at is not null, false) as breached, p.saved_by
        from escalation e
        join ticket k on k.id = e.ticket_id
        join customer u on u.id = k.customer_id
        left join timer t on t.id = e.timer_id
        left join policy p on p.id = e.policy_id
       where e.id = any(${ids}::bigint[]) and k.id = any(${tickets.map(({ id }) => id)}::bigint[]) and e.state = 'waiting'
       order by e.take_at, e.id for update of e skip locked`);
    return rows.map((owed) => ({ ...owed, number: numberOf(owed) }));
  }

  async end(
    owed: readonly OwedStep[],
    state: 'done' | 'cancelled',
    refusals: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    if (owed.length === 0) return;
    const ids = owed.map(({ id }) => id);
    const now = this.clock.now();
    await this.database.run(sql`
      update escalation e
         set state = ${state}, done_at = ${now}, failure = ended.failure,
             late_ms = extract(epoch from ${now}::timestamptz - e.due_at) * 1000
        from unnest(${ids}::bigint[], ${ids.map((id) => refusals.get(id) ?? null)}::text[]) ended (id, failure)
       where e.id = ended.id`);
  }

  async planNext(next: readonly { id: string; dueAt: Date }[]): Promise<void> {
    if (next.length === 0) return;
    const times = next.map(({ dueAt }) => dueAt.toISOString());
    await this.database.run(sql`
      insert into escalation (key, kind, ticket_id, timer_id, policy_id, step, level, due_at, take_at)
      select e.key || ':' || e.level + 1, 'climb', e.ticket_id, e.timer_id, e.policy_id, e.step, e.level + 1, c.due, c.due
        from escalation e
        join unnest(${next.map(({ id }) => id)}::bigint[], ${times}::timestamptz[]) c (id, due) on c.id = e.id
      on conflict (key) do nothing`);
  }

  async failed(id: string, failure: string): Promise<void> {
    const later = new Date(this.clock.now().getTime() + RETRY_MS);
    await this.database.run(sql`
      update escalation set attempts = attempts + 1, failure = ${failure.slice(0, 500)},
             state = case when attempts + 1 >= ${MOST_ATTEMPTS} then 'failed' else state end, take_at = ${later}
       where id = ${id} and state = 'waiting'`);
  }
}
