import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from '../../test/story/agent.js';
import { Crowd, signIns } from '../../test/story/crowd.js';
import type { Installation } from '../../test/story/installation.js';
import { push, text } from '../../test/story/wire.js';
import type { Bench, Stage } from '../bench.js';
import { timed, type Timings } from '../support/measuring.js';
import { Pending } from '../timers/pending.js';

const STRANGERS = 150;
const SIGN_INS = 40;
const SECONDS = 10;
const ROUNDS = 200;
const MILLION = 1_000_000;
const LEFT = 'select count(*)::int as left from report_touched';

export const lanes: Bench = {
  about:
    'pushes and notes alone, beside 150 strangers, beside forty sign-ins, and beside a job of a million rows',
  async run(stage) {
    const shop = await stage.installation();
    await shop.connect();
    const agent = await Agent.hired(shop);
    const { url } = await shop.start();
    await push(url, text('oCustomer', '我要退款，订单 20261120123456，68.50元'));
    const [ticket] = await shop.rows<{ number: string }>(`select 'T' || number number from ticket`);
    const works: Record<string, (round: number) => Promise<unknown>> = {
      push: (round) => push(url, text('oCustomer', `在吗 ${round}`)),
      note: (round) => agent.notes(url, ticket!.number, `备注 ${round}`),
    };
    const floors: Record<string, Timings> = {};
    for (const [name, work] of Object.entries(works)) {
      const alone = (floors[name] = await rounds(work));
      report(stage, `${name}.alone`, alone, alone);
      report(stage, `${name}.strangers`, await besideStrangers(url, work), alone);
      report(stage, `${name}.sign-ins`, await besideSignIns(url, work), alone);
    }
    await besideJob(stage, shop, async () => {
      for (const [name, work] of Object.entries(works))
        report(stage, `${name}.job`, await rounds(work), floors[name]!);
    });
  },
};

let round = 0;

function rounds(work: (round: number) => Promise<unknown>): Promise<Timings> {
  return timed(
    Array(ROUNDS).keys(),
    { lanes: 1, seconds: SECONDS },
    async () => void (await work((round += 1))),
  );
}

async function besideStrangers(url: string, work: (round: number) => Promise<unknown>): Promise<Timings> {
  const crowd = new Crowd(url, STRANGERS);
  await pause(1_000);
  const took = await rounds(work);
  await crowd.disperse();
  return took;
}

async function besideSignIns(url: string, work: (round: number) => Promise<unknown>): Promise<Timings> {
  const signing = signIns(url, SIGN_INS);
  const took = await rounds(work);
  await signing;
  return took;
}

/** The program counts the tickets of a million clocks for its reports, in steps of its own. */
async function besideJob(stage: Stage, shop: Installation, measure: () => Promise<void>): Promise<void> {
  const pending = await Pending.open(shop.environment.DATABASE_URL!);
  try {
    stage.say('a quarter of a million tickets are to be counted');
    await pending.fill(MILLION);
    await pending.rows('insert into report_touched select id from ticket');
    await measure();
    const [counted] = await pending.rows<{ left: number }>(LEFT);
    if (!counted?.left) throw new Error('The job had ended before everything was measured.');
  } finally {
    await pending.close();
  }
}

/** The floor is what it takes alone. */
function report(stage: Stage, name: string, { p50, p95, p99 }: Timings, alone: Timings): void {
  stage.report({ name: `lanes.${name}`, value: p99, unit: 'ms', floor: alone.p99, p50, p95 });
}
