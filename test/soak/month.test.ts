import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Installation } from '../story/installation.js';
import type { Recomputed } from '../../src/sla/index.js';
import { type Month, simulateMonth } from './month/simulation.js';

/** The long run is MONTH_CASES=10000 MONTH_KILLS=30, which takes hours; MONTH_SEED repeats a run that failed. */
const cases = Number(process.env.MONTH_CASES ?? 40);
const kills = Number(process.env.MONTH_KILLS ?? 5);
const seed = Number(process.env.MONTH_SEED ?? randomInt(1_000_000));
const HOURS_MS = 4 * 3_600_000;

let shop: Installation;
let month: Month;
beforeAll(async () => {
  shop = await Installation.onServer();
  const boss = { email: 'wutao@shop.test', name: '吴涛', role: 'admin', password: 'a-long-password-2026' };
  const words = Object.entries(boss).flatMap(([name, value]) => [`--${name}`, value]);
  await shop.command('user:create', ...words, '--department', 'support');
  await shop.rows(
    `insert into department (key, name) values ('technical', '{"zh-CN": "技术", "en": "Technical"}')`,
  );
  await shop.rows(`
    insert into customer (name, tier, created_at)
    values ('小明', 'standard', now()), ('小红', 'member', now()), ('陈晓', 'vip', now())`);
  // The history of the month is old enough to go at once, if nothing needed it.
  await shop.rows(`
    select make_month('event', day::date) from generate_series('2026-09-01'::date, '2026-10-01', '1 month') day`);
  await shop.rows(`update retention_class set days = 20 where key = 'events'`);
  month = await simulateMonth({ ...shop.environment, PATH: process.env.PATH ?? '' }, { cases, kills, seed });
  process.stdout.write(`  seed ${seed}: ${JSON.stringify(month)}\n`);
}, HOURS_MS);
afterAll(() => shop.close());

test('after a month of pauses, handoffs, reopenings, changes and kills no timer is left undone', async () => {
  expect(month.kills).toBe(kills);
  const [counted] = await shop.rows<Record<string, number>>(`
    select count(distinct ticket_id)::int tickets, count(*) filter (where breached_at is not null)::int broken,
           count(*) filter (where state = 'met' and breached_at is null)::int kept,
           count(*) filter (where replaces is not null)::int measured_anew,
           count(*) filter (where metric = 'resolution' and version > 1 and replaces is null)::int reopened,
           count(*) filter (where state = 'running' and next_fire_at is not null)::int still_due
      from timer`);
  process.stdout.write(`  ${JSON.stringify(counted)}\n`);
  expect(counted).toMatchObject({ tickets: cases, still_due: 0 });
  for (const some of ['broken', 'kept', 'measured_anew', 'reopened'])
    expect(counted![some]).toBeGreaterThan(0);
});

test(
  'the stored state of every timer agrees with its history after the month',
  async () => {
    // The command ends with an error if something differs, and still prints what.
    const found = await shop
      .command<Recomputed>('sla:recompute')
      .catch(({ stdout }: { stdout: string }) => JSON.parse(stdout) as Recomputed);
    expect(found.differences).toEqual([]);
    process.stdout.write(`  ${found.timers} promises compared, ${found.differing} differ\n`);
    expect(found.timers).toBeGreaterThan(cases * 2);
  },
  HOURS_MS,
);

test('every warning and every breach of the month was fired once', async () => {
  const twice = await shop.rows(`
    select data ->> 'timerId' as timer, name, data ->> 'afterSeconds' as after from event
     where name in ('sla.warned', 'sla.breached') group by 1, 2, 3 having count(*) > 1`);
  expect(twice).toEqual([]);
});

test('every night removed what was old, and no history that a promise still needs', async () => {
  const [nights] = await shop.rows<{ finished: number }>(
    `select count(finished_at)::int finished from retention_run`,
  );
  expect(nights!.finished).toBeGreaterThan(25);
  const [kept] = await shop.rows<{ september: number; tickets: number }>(`
    select (select count(*)::int from event_2026_09) september, (select count(*)::int from ticket) tickets`);
  expect(kept!.september).toBeGreaterThan(0);
  expect(kept!.tickets).toBe(cases);
});
