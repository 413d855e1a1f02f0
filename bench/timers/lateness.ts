import { LOOK_AGAIN_MS } from '../../src/platform/jobs/index.js';
import type { Installation } from '../../test/story/installation.js';
import type { Stage } from '../bench.js';
import type { Pending } from './pending.js';

const A_SECOND = 500;
const SECONDS = 40;
/** Rows written by hand wake nobody. Both programs must look at what is due next before the first of them is due. */
const AHEAD_SECONDS = LOOK_AGAIN_MS / 1000 + 5;

/** Two programs fire the same number of timers each second. Nobody told them of these timers. */
export async function measureLateness(stage: Stage, shop: Installation, pending: Pending): Promise<void> {
  const programs = [await shop.start({ ROLE: 'worker' }), await shop.start({ ROLE: 'worker' })];
  stage.say(`${A_SECOND} due a second, for ${SECONDS} s`);
  const count = A_SECOND * SECONDS;
  const since = new Date();
  await pending.comeDue(count, { start: AHEAD_SECONDS, spread: SECONDS });
  const late = await firedLate(pending, since, count);
  await Promise.all(programs.map((program) => program.stop()));
  for (const [percentile, value] of Object.entries({ p50: at(late, 0.5), p99: at(late, 0.99) }))
    stage.report({ name: `timers.lateness.${percentile}`, value, unit: 'ms', fired: late.length });
}

async function firedLate(pending: Pending, since: Date, count: number): Promise<number[]> {
  const end = Date.now() + (AHEAD_SECONDS + SECONDS + 120) * 1000;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const rows = await pending.rows<{ late: number }>(
      `select (data ->> 'lateMs')::int as late from event
        where name in ('sla.warned', 'sla.breached') and at >= $1 order by 1`,
      [since],
    );
    if (rows.length >= count) return rows.map(({ late }) => late);
    if (Date.now() > end) throw new Error(`${rows.length} of ${count} were fired`);
  }
}

function at(sorted: number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}
