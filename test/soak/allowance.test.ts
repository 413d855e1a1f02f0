import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Program } from '../support/program.js';
import { Agent } from '../story/agent.js';
import { Balancer } from '../story/balancer.js';
import { endsOf, plannedSoFar, untilSent } from '../story/deliveries.js';
import { Installation } from '../story/installation.js';
import { inLanes } from '../story/lanes.js';
import { pick, type Random, randomFrom } from './month/acts.js';
import { Wechat } from '../story/wechat.js';

/** SENDS=10000 is the long run, and SEED repeats a run. */
const SENDS = Number(process.env.SENDS ?? 300);
const SEED = Number(process.env.SEED ?? randomInt(1_000_000));
const CUSTOMERS = 30;
const LANES = 10;
const WISH = '我要投诉，收到的大衣是破的';

const programs: Program[] = [];
const balancer = new Balancer(programs);
let shop: Installation;
let wechat: Wechat;
let lina: Agent;

beforeAll(async () => {
  await balancer.open();
  wechat = await Wechat.open(balancer.url, CUSTOMERS + 2);
  shop = await Installation.onServer();
  await wechat.connect(shop);
  lina = await Agent.hired(shop);
  programs.push(await shop.start(), await shop.start());
});
afterAll(async () => {
  await shop.close();
  await wechat.close();
  balancer.close();
});

test('of six replies that may take the last send five go out, and the sixth when the customer writes', async () => {
  const openid = wechat.customers[CUSTOMERS]!;
  const number = await complains(openid);
  for (const text of SIX) await replies(number, { text, takeLast: true });
  await untilSent(shop);
  expect(await wechat.codes(openid)).toEqual({ 0: 5 });
  expect(await toldBySends(openid)).toEqual(SIX.slice(0, 5));
  expect(await waiting(openid)).toEqual([{ text: SIX[5], reason: 'no_allowance' }]);
  await wechat.says(openid, '好的');
  await untilSent(shop);
  expect(await told(openid)).toEqual(expect.arrayContaining(SIX));
  expect(await wechat.codes(openid)).toEqual({ 0: expect.any(Number) as number });
});

test('of six ordinary replies four go out, and the last send is left for the notice that it is solved', async () => {
  const openid = wechat.customers[CUSTOMERS + 1]!;
  const number = await complains(openid);
  for (const text of SIX) await replies(number, { text });
  await untilSent(shop);
  expect(await toldBySends(openid)).toEqual(SIX.slice(0, 4));
  expect((await lina.resolves(balancer.url, number)).status).toBe(200);
  await untilSent(shop);
  expect(await toldBySends(openid)).toEqual([...SIX.slice(0, 4), expect.stringContaining(number)]);
  expect(await wechat.codes(openid)).toEqual({ 0: 5 });
});

test(
  `WeChat refuses none of ${SENDS} random sends of agents, bots and notices as too late or too many`,
  async () => {
    const people = wechat.customers.slice(0, CUSTOMERS);
    const numbers = new Map<string, string>();
    await inLanes(people, LANES, async (openid) => numbers.set(openid, await complains(openid)));
    const random = randomFrom(SEED);
    const before = await plannedSoFar(shop);
    while ((await plannedSoFar(shop)) - before < SENDS)
      await inLanes(shuffled(people, random), LANES, (openid) =>
        pick(random, ACTS)(openid, numbers.get(openid)!),
      );
    await untilSent(shop);
    const codes = await wechat.codes();
    process.stdout.write(`  SEED=${SEED} ${JSON.stringify({ codes, ends: await endsOf(shop) })}\n`);
    expect(Object.keys(codes)).toEqual(['0']);
    expect(codes['0']).toBeGreaterThan(SENDS / 5);
  },
  60_000 + SENDS * 500,
);

const SIX = ['一', '二', '三', '四', '五', '六'].map((word) => `第${word}条答复`);

type Act = (openid: string, number: string) => Promise<unknown>;

/** An act is chosen as often as it stands here. A refusal, e.g. of a second solution, does no harm. */
const ACTS: Act[] = [
  (_, number) => lina.replies(balancer.url, number, { text: '正在为您查询' }),
  (_, number) => lina.replies(balancer.url, number, { text: '请再等一下' }),
  (_, number) => lina.replies(balancer.url, number, { text: '马上为您处理', takeLast: true }),
  (_, number) => lina.replies(balancer.url, number, { text: '已经在办了', takeLast: true }),
  async (openid, number) => {
    const both = [
      wechat.says(openid, '还在吗'),
      lina.replies(balancer.url, number, { text: '在的', takeLast: true }),
    ];
    await Promise.all(both);
  },
  (_, number) => lina.resolves(balancer.url, number),
  (_, number) => lina.reopens(balancer.url, number),
  (openid) => wechat.says(openid, '查进度'),
  (openid) => wechat.says(openid, '我要找人工'),
  (openid) => wechat.taps(openid, 'progress'),
  (openid) => wechat.scans(openid, 'counter'),
];

function shuffled<T>(things: T[], random: Random): T[] {
  return things
    .map((thing) => ({ thing, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ thing }) => thing);
}

async function complains(openid: string): Promise<string> {
  await wechat.says(openid, WISH);
  const number = await wechat.ticketOn(openid);
  expect(number).toBeDefined();
  return number!;
}

async function replies(number: string, reply: { text: string; takeLast?: boolean }): Promise<void> {
  expect((await lina.replies(balancer.url, number, reply)).status).toBe(201);
}

async function told(openid: string): Promise<string[]> {
  return (await wechat.shown()).filter((shown) => shown.openid === openid).map(({ content }) => content);
}

async function toldBySends(openid: string): Promise<string[]> {
  const shown = (await wechat.shown()).filter(
    (one) => one.openid === openid && one.via === 'customer_message',
  );
  return shown.map(({ content }) => content);
}

function waiting(openid: string): Promise<{ text: string; reason: string }[]> {
  return shop.rows(
    `select content ->> 'text' as text, reason from delivery d join identity i on i.id = d.identity_id
      where i.external_id = $1 and state = 'planned' order by d.id`,
    openid,
  );
}
