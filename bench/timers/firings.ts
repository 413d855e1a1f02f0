import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/platform/config/index.js';
import { TimerSweep } from '../../src/sla/index.js';
import type { Installation } from '../../test/story/installation.js';
import type { Stage } from '../bench.js';
import type { Pending } from './pending.js';

const DUE = 50_000;
const TURNS = 3;
/** The program's own sweep claims this many timers at a time. */
const BATCH = 500;

/**
 * Many timers come due at once. The program's own service fires them, and for comparison set-based SQL writes the same
 * rows.
 */
export async function measureFirings(stage: Stage, shop: Installation, pending: Pending): Promise<void> {
  const config = Object.assign(readConfig(shop.environment), { role: 'web' as const });
  const installation = { config, databaseUrl: shop.environment.DATABASE_URL! };
  const context = await NestFactory.createApplicationContext(AppModule.forCommands(installation), {
    logger: ['error'],
  });
  const sweep = context.get(TimerSweep, { strict: false });
  const ours: number[] = [];
  const bare: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    stage.say(`${DUE} due at once, turn ${turn + 1} of ${TURNS}`);
    ours.push(await fired(pending, () => sweep.sweep()));
    bare.push(await fired(pending, () => sweepBare(pending)));
  }
  await context.close();
  stage.report({ name: 'timers.firings', value: middle(ours), unit: 'firings/s', floor: middle(bare) });
}

/** Returns firings per second. Throws unless every timer that was due has fired. */
async function fired(pending: Pending, sweep: () => Promise<number>): Promise<number> {
  await pending.comeDue(DUE, { start: -60, spread: 0 });
  const begun = performance.now();
  const count = await sweep();
  const seconds = (performance.now() - begun) / 1000;
  if (count !== DUE) throw new Error(`${count} of ${DUE} were fired`);
  return DUE / seconds;
}

async function sweepBare(pending: Pending): Promise<number> {
  for (let count = 0; ;) {
    const { rowCount } = await pending.client.query(BARE);
    count += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return count;
  }
}

function middle(turns: number[]): number {
  return [...turns].sort((a, b) => a - b)[Math.floor(turns.length / 2)]!;
}

/** This claims timers and writes the same rows as the sweep, but it computes nothing. */
const BARE = `
  with due as (
    select t.id from timer t join ticket k on k.id = t.ticket_id
     where t.state = 'running' and t.next_fire_at <= now()
     order by t.next_fire_at, t.id limit ${BATCH}
       for update of t skip locked for no key update of k skip locked
  ), changed as (
    update timer t
       set warned = 1, warned_at = coalesce(warned_at, next_fire_at), fired_late_ms = 60000,
           breached_at = case warned when 1 then due_at end,
           next_fire_at = case warned when 0 then due_at end
      from due where due.id = t.id
    returning t.id, t.ticket_id, t.policy_id, t.metric, t.key, t.department_id, t.due_at, t.breached_at, t.warned_at
  ), told as (
    insert into event (at, name, subject_type, subject_id, actor_kind, data)
    select now(), case when breached_at is null then 'sla.warned' else 'sla.breached' end, 'ticket', ticket_id, 'system',
           jsonb_build_object('number', 'T' || ticket_id, 'timerId', id::text, 'metric', metric, 'key', key, 'version', 1,
                              'departmentId', department_id::text, 'dueAt', due_at, 'at', coalesce(breached_at, warned_at),
                              'lateMs', 60000, 'afterSeconds', 648000)
      from changed
  )
  insert into escalation (key, kind, ticket_id, timer_id, policy_id, step, due_at, take_at)
  select 'bare:' || ticket_id || ':' || metric || ':' || key || ':' || department_id || ':' || (breached_at is null),
         'step', ticket_id, id, policy_id, '{"at": "breach", "whom": "lead", "by": ["console"]}', now(), now()
    from changed on conflict (key) do nothing`;
