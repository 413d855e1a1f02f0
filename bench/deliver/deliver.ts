import { SHOP } from '../../test/channels/shop.js';
import type { Installation } from '../../test/story/installation.js';
import type { Bench, Stage } from '../bench.js';
import { timed } from '../support/measuring.js';
import { Backlog, REPLIES } from './backlog.js';
import { Floor } from './floor.js';
import { ANSWERS_AFTER_MS, Wechat } from '../support/wechat.js';

/** A process sends this many replies of one account at a time. */
const LANES = 16;
const TURNS = 3;
/** This account is switched off, so that the program leaves its replies to the floor. */
const BARE = 'bare';

export const deliver: Bench = {
  about: 'replies per second that a running program sends, against the bare calls and rows',
  async run(stage) {
    const wechat = new Wechat();
    await wechat.open();
    const shop = await stage.installation();
    const database = shop.environment.DATABASE_URL!;
    await connect(shop, wechat);
    const ours = await Backlog.open(database, SHOP.key);
    const bare = await Backlog.open(database, BARE);
    const floor = await Floor.open(database, LANES, wechat.port);
    try {
      await shop.start();
      await compare(stage, wechat, { ours, bare, floor });
      await shop.stop();
    } finally {
      for (const one of [floor, bare, ours, wechat]) await one.close();
    }
  },
};

async function connect(shop: Installation, wechat: Wechat): Promise<void> {
  await shop.connect(`http://127.0.0.1:${wechat.port}`);
  await shop.rows(
    `insert into channel_account (key, kind, name, department_id, enabled, created_at)
     select $1, kind, name, department_id, false, now() from channel_account where key = $2`,
    BARE,
    SHOP.key,
  );
}

interface Sides {
  ours: Backlog;
  bare: Backlog;
  floor: Floor;
}

async function compare(stage: Stage, wechat: Wechat, { ours, bare, floor }: Sides): Promise<void> {
  const rates: number[] = [];
  const floors: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    stage.say(`${REPLIES} replies wait, turn ${turn + 1} of ${TURNS}`);
    floors.push(await sentBare(bare, floor, wechat));
    rates.push(await sentByProgram(ours, wechat));
  }
  const facts = { answersAfterMs: ANSWERS_AFTER_MS, lanes: LANES };
  stage.report({
    name: 'deliver.rate',
    value: middle(rates),
    unit: 'sends/s',
    floor: middle(floors),
    ...facts,
  });
}

async function sentByProgram(backlog: Backlog, wechat: Wechat): Promise<number> {
  wechat.told.clear();
  const waiting = await backlog.fill();
  const rate = await backlog.rate(waiting);
  await backlog.verify(waiting, wechat.told);
  return rate;
}

async function sentBare(backlog: Backlog, floor: Floor, wechat: Wechat): Promise<number> {
  wechat.told.clear();
  const waiting = await backlog.fill();
  await timed(waiting, { lanes: LANES }, (reply, lane) => floor.sends(reply, lane));
  const rate = await backlog.rate(waiting);
  await backlog.verify(waiting, wechat.told);
  return rate;
}

function middle(turns: number[]): number {
  return [...turns].sort((a, b) => a - b)[Math.floor(turns.length / 2)]!;
}
